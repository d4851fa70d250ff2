/** Base of what the library throws on purpose; `code` is stable. */
export class StateError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** A row that was read is not what its table's definition says. */
export class RowUnreadable extends StateError {
  constructor(label: string, cause: unknown) {
    super('ROW_UNREADABLE', `${label}: a row is not as its table is defined: ${String(cause)}`, { cause });
  }
}

/** More work waits for the database than may; try again later, slower. Nothing was done. */
export class Overloaded extends StateError {
  /** `reason`: what there is too much of, and how much may be. */
  constructor(reason: string) {
    super('OVERLOADED', `overloaded: ${reason}; retry later`);
  }
}

/** Other transactions were in the way at every try. Nothing was written. */
export class Contended extends StateError {
  constructor(reason: string, options?: ErrorOptions) {
    super('CONTENDED', `${reason}; nothing was written, retry later`, options);
  }
}

/** The row has another version than the caller expected. Nothing of the batch was written. */
export class VersionConflict extends StateError {
  constructor(
    readonly key: string,
    readonly expected: bigint,
    readonly found: bigint | undefined,
  ) {
    super(
      'VERSION_CONFLICT',
      `${key} was expected at version ${expected}, found ${found ?? 'no row'}; read it again and retry`,
    );
  }
}

/** A row to create exists already. Nothing of the batch was written. */
export class AlreadyExists extends StateError {
  constructor(readonly key: string) {
    super('ALREADY_EXISTS', `${key} exists already`);
  }
}

/** A row to update or delete does not exist. Nothing of the batch was written. */
export class NotFound extends StateError {
  constructor(readonly key: string) {
    super('NOT_FOUND', `${key} does not exist`);
  }
}

/** What enters does not fit the schema; the message names the field. */
export class InvalidInput extends StateError {
  constructor(message: string, options?: ErrorOptions) {
    super('INVALID_INPUT', message, options);
  }
}

/** The outcome of a write is unknown: it may have been committed. Read before you retry, or retry only what is idempotent. */
export class AmbiguousWrite extends StateError {
  constructor(cause: unknown) {
    super('AMBIGUOUS_WRITE', 'the answer to the write was lost or came too late; it may have been committed', {
      cause,
    });
  }
}

/** The cache cannot be told of a write, and the setting says to fail rather than to wait. Nothing was written. */
export class CacheUnreachable extends StateError {
  constructor(cause: unknown) {
    super('CACHE_UNREACHABLE', 'Redis cannot be reached to announce the write; nothing was written', { cause });
  }
}

/** No connection to the database could be made; nothing was sent. */
export class DatabaseUnreachable extends StateError {
  constructor(cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super('DATABASE_UNREACHABLE', `no connection to the database: ${reason}`, { cause });
  }
}

/** The connection was lost while a statement ran. A read may be tried again; a write gets AmbiguousWrite instead. */
export class ConnectionLost extends StateError {
  constructor(cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super('CONNECTION_LOST', `the connection to the database was lost while a statement ran: ${reason}`, { cause });
  }
}

/** The state was closed, or the transaction ended, before this call. Nothing was done. */
export class Closed extends StateError {
  constructor(message = 'the state was closed before this call: nothing was done; open another one') {
    super('CLOSED', message);
  }
}

/** The caller's signal aborted: before a write was sent, or while a read went on for others. The cause is its reason. */
export class Aborted extends StateError {
  constructor(cause: unknown) {
    super('ABORTED', 'aborted by the caller; nothing was written', { cause });
  }
}
