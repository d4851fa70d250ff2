import { projectCommand, runCommand } from './command.js';
import { exitCodes } from './exit-codes.js';
import { chooseStack, withStack, type StackChoice } from './stack-choice.js';
import { refuseAbsent } from './status/absent.js';
import { isHealthy, statusReport } from './status/report.js';

const command = withStack(
  projectCommand(
    'npm run status --',
    'Shows what runs where and how to log in. Exits 0 when every replica is healthy, 3 when nothing is up, else 1.',
  ),
).action(async (options: StackChoice) => {
  const stack = chooseStack(options);
  await refuseAbsent(stack.facts.stack);
  process.stdout.write(await statusReport(stack));
  if (!(await isHealthy(stack))) process.exitCode = exitCodes.failed;
});
await runCommand(command);
