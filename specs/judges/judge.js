// Judges the documents of a standard by tools that share no code with cityconf:
//
//   node judge.js FOLDER-OF-STANDARD
//
// Exits 1 when a document is refused, 2 when nothing was judged or a judge has
// gone blind: each has a twin, a broken document that it must refuse.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { judge as asyncapi } from './asyncapi.js';
import { judge as openapi } from './openapi.js';

const twins = join(dirname(fileURLToPath(import.meta.url)), 'twins');
const judges = [
  { name: 'OpenAPI 3.1 (Redocly)', file: 'openapi.yaml', judge: openapi },
  { name: 'AsyncAPI 3.0.0 (official schema)', file: 'channels.yaml', judge: asyncapi },
];

const standard = process.argv[2];
if (!standard) {
  console.error('usage: node judge.js FOLDER-OF-STANDARD');
  process.exit(2);
}

let code = 0;
for (const { name, file, judge } of judges) {
  if (judge(join(twins, file)).length === 0) {
    console.error(`${name}: the broken twin was not refused`);
    process.exit(2);
  }
  const documents = readdirSync(standard).sort().map((part) => join(standard, part, file)).filter(existsSync);
  if (documents.length === 0) {
    console.error(`${name}: ${standard} has no ${file}`);
    process.exit(2);
  }
  const found = documents.flatMap(judge);
  found.forEach((line) => console.error(line));
  console.log(`${name}: ${documents.length} documents, ${found.length} defects`);
  if (found.length > 0) code = 1;
}
process.exit(code);
