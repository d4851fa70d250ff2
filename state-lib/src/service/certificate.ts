import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:https';
import { createSecureContext } from 'node:tls';
import type { Logger } from 'pino';

export interface CertificateFiles {
  readonly certificateFile: string;
  readonly privateKeyFile: string;
}

export interface KeyPair {
  readonly cert: Buffer;
  readonly key: Buffer;
}

export function readKeyPair(files: CertificateFiles): KeyPair {
  return { cert: readFileSync(files.certificateFile), key: readFileSync(files.privateKeyFile) };
}

/** Looks at the certificate's files every `intervalMs` and takes a changed pair into use for new connections. Gives a function that stops it. */
export function followCertificate(
  server: Server,
  files: CertificateFiles,
  log: Logger,
  intervalMs = 2_000,
): () => void {
  let current = readKeyPair(files);
  const timer = setInterval(() => {
    try {
      const next = readKeyPair(files);
      if (next.cert.equals(current.cert) && next.key.equals(current.key)) return;
      // Throws while only one of the two files is new; the next look finds both.
      createSecureContext(next);
      server.setSecureContext(next);
      current = next;
      log.info({ expires: new X509Certificate(next.cert).validTo }, 'certificate reloaded');
    } catch (error) {
      log.warn({ err: error, file: files.certificateFile }, 'certificate not reloaded');
    }
  }, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
