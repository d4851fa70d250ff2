import type { FastifyReply } from 'fastify';
import * as z from 'zod';
import { sourceSchema } from '../operations/row-schemas.js';

/** Problem details (RFC 9457) with a stable code, and the faults of a request that does not fit. */
export const problemSchema = z.strictObject({
  type: z.string().describe('`urn:planetary-survival:problem:` and the code in lower case.'),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string().describe('What is wrong and what to do, for a person.'),
  instance: z.string().describe('`urn:request:` and the request id.'),
  code: z.string().describe('Stable name for programs.'),
  errors: z
    .array(
      z.strictObject({
        pointer: z.string().optional().describe('JSON Pointer into the body, as a URI fragment.'),
        parameter: z.string().optional().describe('Name in the path or the query.'),
        detail: z.string(),
      }),
    )
    .optional(),
  source: sourceSchema.optional(),
});

export type Problem = z.infer<typeof problemSchema>;

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  408: 'Request Timeout',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  499: 'Client Closed Request',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};

export const problemType = 'application/problem+json';

/** A problem's document. */
export function problem(
  status: number,
  code: string,
  detail: string,
  requestId: string,
  more: Pick<Problem, 'errors' | 'source'> = {},
): Problem {
  return {
    type: `urn:planetary-survival:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    ...{ title: titles[status] ?? 'Error', status, detail, instance: `urn:request:${requestId}`, code },
    ...more,
  };
}

export async function sendProblem(reply: FastifyReply, document: Problem): Promise<void> {
  await reply
    .code(document.status)
    .header('content-type', problemType)
    .send(Buffer.from(JSON.stringify(document)));
}
