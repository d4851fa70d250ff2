import type { Duplex } from 'node:stream';
import { requestId } from './request-id.js';
import { problem, problemType } from './problem.js';

/** Time limits for what clients send and take. In milliseconds. */
export interface ClientLimits {
  readonly handshakeTimeoutMs: number;
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly idleTimeoutMs: number;
}

/** Longest request line and headers, in bytes: room for an id and a cursor, not more. */
const headerBytes = 16_384;

/** Options of Node's HTTPS server that cut off clients who send slowly. */
export function serverLimits({ handshakeTimeoutMs, headersTimeoutMs, requestTimeoutMs }: ClientLimits) {
  return {
    handshakeTimeout: handshakeTimeoutMs,
    headersTimeout: headersTimeoutMs,
    // Node looks that often for requests that are late; its default of 30 s would make the limits that much longer.
    connectionsCheckingInterval: Math.max(100, Math.min(1_000, headersTimeoutMs, requestTimeoutMs) / 2),
    maxHeaderSize: headerBytes,
  };
}

const faults: Readonly<Record<string, readonly [status: number, code: string, detail: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'REQUEST_TIMEOUT', 'the request did not arrive in time'],
  HPE_HEADER_OVERFLOW: [431, 'HEADERS_TOO_LARGE', `request line and headers are above ${headerBytes} bytes`],
};

/** Answers, as a problem, what is no request, or not one in time, and cuts the connection. */
export function answerClientError(error: Error & { code?: string }, socket: Duplex): void {
  // Others than HTTP's are of the connection or of TLS: nothing can be said there.
  if (!socket.writable || !/^(HPE|ERR_HTTP)_/.test(error.code ?? '')) {
    socket.destroy();
    return;
  }
  const [status, code, detail] = faults[error.code ?? ''] ?? [400, 'BAD_REQUEST', 'this is no HTTP request'];
  const id = requestId({ headers: {} });
  const document = problem(status, code, detail, id);
  const body = JSON.stringify(document);
  const head = [
    `HTTP/1.1 ${status} ${document.title}`,
    `content-type: ${problemType}`,
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${id}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
