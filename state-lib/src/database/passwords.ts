import { DatabaseError } from 'pg';

/** A password, or while it is being replaced two, a line each: the one in use, then the other that may count. */
export class Passwords {
  #turn = 0;

  /** `read` gives the text, at each connection. */
  constructor(private readonly read: () => string | Promise<string>) {}

  /** Which of them is next; for `refused`. */
  get turn(): number {
    return this.#turn;
  }

  /** The password for the next connection. */
  async next(): Promise<string> {
    const all = lines(await this.read());
    return all[this.#turn % all.length] ?? '';
  }

  /** Notes that the password of a turn was refused, by however many connections: the next one takes the other. Gives how many there are. */
  async refused(turn: number): Promise<number> {
    if (this.#turn === turn) this.#turn += 1;
    return lines(await this.read()).length;
  }
}

/** Whether a login was refused: PostgreSQL and CockroachDB have a class of errors for it, PgBouncer only words. */
export function isLoginRefused(error: unknown): boolean {
  if (!(error instanceof DatabaseError)) return false;
  const { code = '', message } = error;
  return code.startsWith('28') || (code === '08P01' && message.includes('authentication failed'));
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
