import { stringify } from 'yaml';

/** The data source's name and uid, which every panel names. */
export const datasource = { type: 'prometheus', uid: 'prometheus' } as const;

export interface PrometheusSource {
  readonly url: string;
  readonly user: string;
  readonly passwordFile: string;
  readonly authorityFile: string;
  readonly scrapeIntervalSeconds: number;
}

/** `provisioning/datasources/*.yml`: Prometheus, over TLS with a password; Grafana reads both secrets from their files. */
export function datasourceYml(source: PrometheusSource): string {
  return stringify({
    apiVersion: 1,
    prune: true,
    datasources: [
      {
        name: 'Prometheus',
        uid: datasource.uid,
        type: datasource.type,
        access: 'proxy',
        url: source.url,
        isDefault: true,
        editable: false,
        basicAuth: true,
        basicAuthUser: source.user,
        jsonData: {
          httpMethod: 'POST',
          timeInterval: `${source.scrapeIntervalSeconds}s`,
          tlsAuthWithCACert: true,
        },
        secureJsonData: {
          basicAuthPassword: `$__file{${source.passwordFile}}`,
          tlsCACert: `$__file{${source.authorityFile}}`,
        },
      },
    ],
  });
}

/** `provisioning/dashboards/*.yml`: the dashboards of a directory, which users can look at and copy but not change. */
export function dashboardProviderYml(directory: string): string {
  return stringify({
    apiVersion: 1,
    providers: [
      {
        name: 'planetary-survival',
        orgId: 1,
        folder: 'Planetary Survival',
        folderUid: 'planetary-survival',
        type: 'file',
        disableDeletion: true,
        allowUiUpdates: false,
        updateIntervalSeconds: 60,
        options: { path: directory },
      },
    ],
  });
}
