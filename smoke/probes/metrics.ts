/** One line of Prometheus' text format. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The samples of one metric in Prometheus' text format. */
export function sampleValues(text: string, metric: string): Sample[] {
  const line = new RegExp(`^${metric}(?:\\{(.*)\\})?\\s+(\\S+)`);
  return text.split('\n').flatMap((each) => {
    const found = line.exec(each);
    if (!found) return [];
    const pairs = [...(found[1] ?? '').matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
    return [{ labels: Object.fromEntries(pairs.map(([, name, value]) => [name, value])), value: Number(found[2]) }];
  });
}
