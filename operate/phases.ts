import { Listr, PRESET_TIMER } from 'listr2';
import type { Report } from '../toolchain/report.js';

/** One step of a command that people watch. */
export interface Phase {
  readonly title: string;
  /** Does the step; `report` shows what it is at. What it gives is shown after its title. */
  readonly run: (report: Report) => Promise<string | undefined>;
}

/** Runs phases in turn: a spinner and the time on a terminal, a line for each start and end elsewhere. Stops at the first that fails. */
export async function runPhases(phases: readonly Phase[]): Promise<void> {
  let failure: { readonly error: unknown } | undefined;
  const list = new Listr(
    phases.map(({ title, run }) => ({
      title,
      task: async (_context: unknown, task: { title?: string; output?: string }) => {
        const result = await run((line) => {
          task.output = line;
        }).catch((error: unknown) => {
          failure = { error };
          throw new Error('see below');
        });
        if (result !== undefined) task.title = `${title}: ${result}`;
      },
    })),
    {
      concurrent: false,
      exitOnError: true,
      registerSignalListeners: false,
      rendererOptions: { timer: PRESET_TIMER, collapseErrors: false, showErrorMessage: false },
      fallbackRendererOptions: { timer: PRESET_TIMER },
    },
  );
  await list.run().catch((error: unknown) => {
    throw failure === undefined ? error : failure.error;
  });
}
