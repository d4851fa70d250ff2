// @peculiar/x509 needs the metadata polyfill before its first line.
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';

export * from '@peculiar/x509';

/** A random serial number of 128 bits; the leading 1 keeps it positive and of one length (17 of the 20 bytes allowed). */
export function randomSerial(): string {
  return `01${randomBytes(16).toString('hex')}`;
}
