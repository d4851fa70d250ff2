import { Option } from 'commander';
import { grafanaNotice } from './certificates/grafana-notice.js';
import { rotate } from './certificates/rotate.js';
import { rotatable, unfinishedRotation, type Rotatable } from './certificates/rotation.js';
import { certificateReport } from './certificates/report.js';
import { projectCommand, runCommand } from './command.js';
import { watchInterrupts } from './interrupt.js';
import { chooseStack, withStack, type StackChoice } from './stack-choice.js';

interface CertificateOptions extends StackChoice {
  readonly rotate?: Rotatable;
  readonly pause?: boolean;
}

// Each file is replaced whole, and the next run goes on: nothing has to be waited for, but the moment in which the database's passwords change.
watchInterrupts(() => process.stdout.write("\nending once the database's passwords are changed\n"));
const command = withStack(
  projectCommand(
    'npm run certs --',
    'Shows every certificate of the local stack, what it is for and when it ends, the one that ends first on top.',
  ),
)
  .addOption(
    new Option(
      '--rotate [what]',
      "replace every certificate below the authority, or the authority and them, or the passwords but Grafana's own; no container restarts",
    )
      .choices(rotatable)
      .preset('certificates'),
  )
  .option('--pause', 'with --rotate: end where old and new both count, to tell clients; the next --rotate goes on')
  .action(async ({ rotate: what, pause = false, ...choice }: CertificateOptions) => {
    const stack = chooseStack(choice);
    if (what !== undefined) await rotate(stack, { what, pause });
    process.stdout.write(certificateReport(stack));
    const left = what === undefined ? undefined : grafanaNotice(stack.settings, what);
    for (const notice of [left, unfinishedRotation(stack.facts.vault)])
      if (notice !== undefined) process.stdout.write(`\n${notice}\n`);
  });
await runCommand(command);
