import * as z from 'zod';
import type { State } from '../../state.js';
import type { Origin } from '../../store/source.js';
import type { Condition } from '../http/entity-tag.js';

/** What a request asks for, validated. */
export interface Asked<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** What `If-Match` and `If-None-Match` ask for. */
  readonly condition: Condition;
  /** Aborts when the client is gone. */
  readonly signal: AbortSignal;
}

/** What an operation answers. */
export interface Answer {
  readonly status: 200 | 201 | 204;
  readonly body?: unknown;
  /** Version of the one row that it is about: its ETag. */
  readonly version?: bigint | undefined;
  /** Where the value was found. */
  readonly source?: Origin | undefined;
}

/** One route: what it takes, what it answers, and how. The OpenAPI document is made of these. */
export interface Operation<P = unknown, Q = unknown, B = unknown> {
  /** Name in OpenAPI, unique. */
  readonly id: string;
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'DELETE' | 'POST';
  /** `/v1/regions/{id}` */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly params?: z.ZodType<P>;
  readonly query?: z.ZodType<Q>;
  readonly body?: { readonly name: string; readonly schema: z.ZodType<B> };
  /** Conditional headers that it honours. */
  readonly conditions?: readonly ('if-match' | 'if-none-match')[];
  /** Schemas of its answers by status; undefined: no body. */
  readonly answers: Readonly<Partial<Record<200 | 201 | 204, AnswerSchema>>>;
  /** Statuses of problems besides those of every operation. */
  readonly problems: readonly number[];
  run(state: State, asked: Asked<P, Q, B>): Promise<Answer>;
}

export interface AnswerSchema {
  readonly description: string;
  readonly body?: { readonly name: string; readonly schema: z.ZodType };
  readonly headers?: readonly ('etag' | 'x-state-source')[];
}

/** Checks an operation's types; gives it with them forgotten. */
export function operation<P = undefined, Q = undefined, B = undefined>(one: Operation<P, Q, B>): Operation {
  return one;
}
