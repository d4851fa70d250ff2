import type { X509Certificate } from 'node:crypto';

export const dayMs = 86_400_000;
/** The authority outlives the stack: replacing it means that every client must take the new one first. */
export const authorityDays = 3_650;
/**
 * One year: a leaf can be replaced without a restart, so it need not live long. Apple's platforms, and what follows them, refuse
 * server certificates of more than 825 days, also those of private authorities.
 */
export const leafDays = 365;
/** From here on a certificate is reported as expiring. */
export const expiringDays = 30;
/** Certificates are dated back by this, in ms, for machines whose clock is behind. */
export const backdateMs = 5 * 60_000;

/** A moment moved by days; a certificate keeps whole seconds only. */
export function addDays(moment: Date, days: number): Date {
  return new Date(Math.floor(moment.getTime() / 1000) * 1000 + days * dayMs);
}

/** Whole days until a certificate ends, rounded down; negative once it has. */
export function daysLeft(certificate: X509Certificate, now: Date): number {
  return Math.floor((Date.parse(certificate.validTo) - now.getTime()) / dayMs);
}

/** Whether a certificate is no longer valid. */
export function hasExpired(certificate: X509Certificate, now: Date): boolean {
  return Date.parse(certificate.validTo) <= now.getTime();
}
