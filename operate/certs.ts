import { rotateCertificates } from './certificates/rotate.js';
import { certificateReport } from './certificates/report.js';
import { projectCommand, runCommand } from './command.js';
import { watchInterrupts } from './interrupt.js';
import { chooseStack, withStack, type StackChoice } from './stack-choice.js';

interface CertificateOptions extends StackChoice {
  readonly rotate?: boolean;
}

// Each file is replaced whole, and the next run goes on: nothing has to be waited for.
watchInterrupts(() => {});
const command = withStack(
  projectCommand(
    'npm run certs --',
    'Shows every certificate of the local stack, what it is for and when it ends, the one that ends first on top.',
  ),
)
  .option('--rotate', 'replace every certificate below the authority, one tier after the other; no container restarts')
  .action(async ({ rotate, ...choice }: CertificateOptions) => {
    const stack = chooseStack(choice);
    if (rotate === true) await rotateCertificates(stack);
    process.stdout.write(certificateReport(stack));
  });
await runCommand(command);
