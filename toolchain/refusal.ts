/** Something that this machine lacks or cannot do. `message` says what was found, what is needed and what to do; no stack trace helps. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
