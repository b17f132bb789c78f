// The linter of Redocly as a judge; its rules are in redocly.yaml.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

// judge lists what is wrong with an interface document, one line each.
export function judge(file) {
  const run = spawnSync(process.execPath, [
    join(here, 'node_modules/@redocly/cli/bin/cli.js'), 'lint', file,
    '--config', join(here, 'redocly.yaml'), '--format', 'json', '--max-problems', '10000',
  ], { encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' } });
  const begin = run.stdout.indexOf('{');
  const end = run.stdout.lastIndexOf('}');
  if (begin < 0) throw new Error(`the linter said nothing of ${file}: ${run.stderr}`);
  const found = JSON.parse(run.stdout.slice(begin, end + 1)).problems;
  if (found.length === 0 && run.status !== 0) throw new Error(`the linter failed on ${file}: ${run.stderr}`);
  return found.map((p) => `${file}: ${p.location[0]?.pointer ?? ''}: ${p.message} (${p.ruleId})`);
}
