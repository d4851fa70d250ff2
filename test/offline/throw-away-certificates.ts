import { chown, chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { webcrypto } from 'node:crypto';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(webcrypto as unknown as Parameters<typeof x509.cryptoProvider.set>[0]);
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const day = 86_400_000;

const pem = async (key: webcrypto.CryptoKey): Promise<string> =>
  x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');

/** A directory as CockroachDB's --certs-dir wants it, of an authority that lives for one test run. */
export class ThrowAwayCertificates {
  private serial = 1;

  private constructor(
    readonly directory: string,
    private readonly uid: number,
    private readonly keys: webcrypto.CryptoKeyPair,
    private readonly authority: x509.X509Certificate,
  ) {}

  static async create(uid: number): Promise<ThrowAwayCertificates> {
    const directory = await mkdtemp(join(tmpdir(), 'stand-in-certs-'));
    await chmod(directory, 0o755);
    const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const authority = await x509.X509CertificateGenerator.createSelfSigned({
      name: 'CN=Throw-away CA',
      keys,
      signingAlgorithm: algorithm,
      notAfter: new Date(Date.now() + day),
      extensions: [new x509.BasicConstraintsExtension(true)],
    });
    const made = new ThrowAwayCertificates(directory, uid, keys, authority);
    await made.write('ca.crt', authority.toString('pem'), 0o644);
    return made;
  }

  /** Writes `<file>.crt` and `<file>.key` (mode 0600 unless given) for a common name and the DNS names it answers to. */
  async issue(file: string, commonName: string, names: string[] = [], keyMode = 0o600): Promise<void> {
    const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    this.serial += 1;
    const certificate = await x509.X509CertificateGenerator.create({
      serialNumber: this.serial.toString(16).padStart(2, '0'),
      subject: `CN=${commonName}`,
      issuer: this.authority.subject,
      notAfter: new Date(Date.now() + day),
      publicKey: keys.publicKey,
      signingKey: this.keys.privateKey,
      signingAlgorithm: algorithm,
      extensions: [
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
        new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns' as const, value }))),
      ],
    });
    await this.write(`${file}.crt`, certificate.toString('pem'), 0o644);
    await this.write(`${file}.key`, await pem(keys.privateKey), keyMode);
  }

  async write(name: string, text: string, mode: number): Promise<void> {
    const path = join(this.directory, name);
    await writeFile(path, text);
    await chmod(path, mode);
    await chown(path, this.uid, this.uid);
  }

  async remove(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }
}
