import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Reads the file at most this often. */
const readEveryMs = 1_000;

/** Bearer tokens in a file, one a line: the current one and, while it is being replaced, the next. A changed file counts within a second. */
export class TokenFile {
  #digests: readonly Buffer[];
  #readAt: number;

  /** Throws when the file cannot be read or does not have one or two tokens. */
  constructor(
    private readonly path: string,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#digests = read(path);
    this.#readAt = now();
  }

  /** Whether it is one of the tokens; takes the same time whichever it is. */
  accepts(token: string): boolean {
    this.#follow();
    const given = digest(token);
    return this.#digests.map((known) => timingSafeEqual(given, known)).includes(true);
  }

  #follow(): void {
    if (this.now() - this.#readAt < readEveryMs) return;
    this.#readAt = this.now();
    try {
      this.#digests = read(this.path);
    } catch {
      // Gone or empty, as in the middle of a change: the tokens stay as they were.
    }
  }
}

function read(path: string): Buffer[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  const tokens = lines.map((line) => line.trim()).filter((line) => line !== '');
  if (tokens.some((token) => /\s/.test(token))) throw new Error(`${path}: a line is a token, without spaces in it`);
  if (tokens.length < 1 || tokens.length > 2)
    throw new Error(
      `${path} must hold one token a line, the current one and at most the next; it has ${tokens.length}`,
    );
  return tokens.map(digest);
}
