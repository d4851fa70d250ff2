import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Certificates {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** A new certificate for localhost, of the authority in `directory`, which is made if there is none. */
export function makeCertificates(directory: string): Certificates {
  const file = (name: string): string => join(directory, name);
  const openssl = (...args: string[]): void => {
    execFileSync('openssl', args, { stdio: 'pipe' });
  };
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  if (!existsSync(file('ca.crt')))
    openssl(
      'req',
      '-x509',
      ...key,
      '-days',
      '1',
      '-subj',
      '/CN=test',
      '-keyout',
      file('ca.key'),
      '-out',
      file('ca.crt'),
    );
  openssl(
    'req',
    ...key,
    '-subj',
    '/CN=localhost',
    '-keyout',
    file('tls.key'),
    '-out',
    file('tls.csr'),
    '-addext',
    'subjectAltName=DNS:localhost,IP:127.0.0.1',
  );
  openssl(
    'x509',
    '-req',
    '-in',
    file('tls.csr'),
    '-CA',
    file('ca.crt'),
    '-CAkey',
    file('ca.key'),
    '-days',
    '1',
    '-copy_extensions',
    'copy',
    '-out',
    file('tls.crt'),
  );
  const text = (name: string): string => readFileSync(file(name), 'utf8');
  return { authority: text('ca.crt'), certificate: text('tls.crt'), key: text('tls.key') };
}
