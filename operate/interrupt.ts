import { Interrupted, interruptedCode, type Signal } from './failure.js';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const satisfies readonly Signal[];

const cleanUps = new Set<() => void>();
let passOn: (() => void) | undefined;
let received: Signal | undefined;

/** Makes Ctrl-C end this process cleanly: at once, after what `cleanUpOnExit` was given; or when what is running has ended. */
export function watchInterrupts(onWait: () => void): void {
  for (const signal of signals) {
    process.on(signal, () => {
      if (received !== undefined) return;
      received = signal;
      if (passOn !== undefined) {
        onWait();
        passOn();
        return;
      }
      for (const cleanUp of cleanUps) cleanUp();
      if (process.stdout.isTTY) process.stdout.write('\u001B[?25h');
      process.exit(interruptedCode(signal));
    });
  }
}

/** Runs something that must end by itself: an interrupt is passed on to it, and thrown once it has ended. */
export async function whileRunning<T>(interrupt: () => void, work: () => Promise<T>): Promise<T> {
  passOn = interrupt;
  try {
    const result = await work();
    if (received !== undefined) throw new Interrupted(received);
    return result;
  } finally {
    passOn = undefined;
  }
}

/** Runs `work` and then `cleanUp`, also when an interrupt ends the process meanwhile. */
export async function cleaningUp<T>(cleanUp: () => void, work: () => Promise<T>): Promise<T> {
  cleanUps.add(cleanUp);
  try {
    return await work();
  } finally {
    cleanUps.delete(cleanUp);
    cleanUp();
  }
}
