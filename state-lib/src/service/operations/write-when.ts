import { AlreadyExists, InvalidInput, NotFound, VersionConflict } from '../../errors.js';
import type { Condition } from '../http/entity-tag.js';
import { PreconditionFailed } from '../http/failures.js';
import type { Answer } from './operation.js';

/** The ways to write one row that conditions choose from. */
export interface Writes {
  /** Of the expected version, or of any. */
  readonly write: (expected?: bigint) => Promise<Answer>;
  /** Where one is. Throws NotFound. */
  readonly replace: () => Promise<Answer>;
  /** Where none is. Throws AlreadyExists. */
  readonly create?: () => Promise<Answer>;
}

/** Writes as `If-Match` and `If-None-Match` ask. Throws PreconditionFailed when the row is not as they say. */
export async function writeWhen(condition: Condition, { write, replace, create }: Writes): Promise<Answer> {
  const { match, absent, known } = condition;
  if (known !== undefined || (absent === true && match !== undefined))
    throw new InvalidInput('a write takes If-Match, or If-None-Match: *, and not both');
  if (match === undefined && absent !== true) return await write();
  if (match === 'never') throw new PreconditionFailed('If-Match names no version of a row');
  try {
    if (absent === true && create !== undefined) return await create();
    return await (typeof match === 'bigint' ? write(match) : replace());
  } catch (error) {
    if (error instanceof VersionConflict || error instanceof AlreadyExists || error instanceof NotFound)
      throw new PreconditionFailed(error.message, { cause: error });
    throw error;
  }
}
