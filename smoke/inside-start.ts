import { configDirectory, secretsDirectory } from '../constructs/workload.js';
import { describeError } from './describe-error.js';
import { insideMain } from './inside-main.js';

insideMain(`${configDirectory}/smoke.json`, secretsDirectory, (line) => process.stdout.write(`${line}\n`)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`the smoke checks could not start: ${describeError(error)}\n`);
    process.exit(2);
  },
);
