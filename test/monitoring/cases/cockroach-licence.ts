import type { AlertCase, Series } from './alert-case.js';

const first = 'job="cockroachdb",instance="cockroach-0"';
const day = 86_400;

function always(metric: string, value: number): Series {
  return { [`${metric}{${first}}`]: `${value}x200` };
}

export const cockroachLicenceCases: AlertCase[] = [
  {
    alert: 'CockroachLicenseMissing',
    at: '70m',
    step: '5m',
    fires: always('seconds_until_enterprise_license_expiry', 0),
    quiet: always('seconds_until_enterprise_license_expiry', 300 * day),
  },
  {
    alert: 'CockroachLicenseExpiring',
    at: '70m',
    step: '5m',
    fires: always('seconds_until_enterprise_license_expiry', 20 * day),
    shows: '20d 0h 0m 0s',
    quiet: always('seconds_until_enterprise_license_expiry', 22 * day),
  },
  {
    alert: 'CockroachLicenseExpired',
    at: '10m',
    fires: always('seconds_until_enterprise_license_expiry', -2 * day),
    shows: '2d 0h 0m 0s',
    // No key at all is another alert.
    quiet: always('seconds_until_enterprise_license_expiry', 0),
  },
  {
    alert: 'CockroachCertificateExpiring',
    at: '2h',
    step: '5m',
    fires: always('security_certificate_expiration_node', 20 * day + 7_200),
    labels: { job: 'cockroachdb', instance: 'cockroach-0' },
    shows: '20d 0h 0m 0s',
    quiet: always('security_certificate_expiration_node', 22 * day),
  },
  {
    alert: 'CertificateAuthorityExpiring',
    at: '2h',
    step: '5m',
    fires: always('security_certificate_expiration_ca', 80 * day + 7_200),
    shows: '80d 0h 0m 0s',
    quiet: always('security_certificate_expiration_ca', 91 * day),
  },
  {
    alert: 'CockroachBackupFailed',
    at: '10m',
    fires: { [`schedules_BACKUP_failed{${first}}`]: '0+1x20' },
    shows: '10',
    quiet: always('schedules_BACKUP_failed', 1),
  },
  {
    alert: 'CockroachBackupOld',
    at: '27h',
    step: '5m',
    fires: { [`schedules_BACKUP_last_completed_time{${first}}`]: '600x400' },
    shows: '1d 2h 50m 0s',
    quiet: { [`schedules_BACKUP_last_completed_time{${first}}`]: '7200x400' },
  },
];
