import type { Command } from 'commander';
import { projectCommand } from '../command.js';
import { withStack, type StackChoice } from '../stack-choice.js';

export interface StopOptions extends StackChoice {
  readonly deleteData?: boolean;
  readonly yes?: boolean;
}

/** The command line of `npm stop`. */
export function stopCommand(action: (options: StopOptions) => Promise<void>): Command {
  const command = projectCommand(
    'npm stop --',
    'Takes the local stack away and keeps its data, certificates and passwords: npm start brings it back.',
  )
    .option('--delete-data', 'also remove the volumes, certificates, passwords and settings of this stack; asks first')
    .option('--yes', 'do not ask');
  return withStack(command).action(action);
}
