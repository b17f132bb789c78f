// The official JSON Schema of AsyncAPI 3.0.0 as a judge.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

// The official schema carries its own copy of the draft-07 metaschema.
const ajv = new Ajv({ strict: false, meta: false, validateSchema: false, allErrors: true, unicodeRegExp: false });
addFormats(ajv);
const valid = ajv.compile(createRequire(import.meta.url)('@asyncapi/specs/schemas/3.0.0.json'));

// judge lists what is wrong with a channel document, one line each.
export function judge(file) {
  if (valid(parse(readFileSync(file, 'utf8')))) return [];
  return valid.errors.map((e) => `${file}: ${e.instancePath || '/'}: ${e.message} ${JSON.stringify(e.params)}`);
}
