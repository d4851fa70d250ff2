const keywords = new Set(['and', 'or', 'unless', 'bool', 'offset', 'by', 'without', 'on', 'ignoring', 'inf', 'nan']);
const labelList = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g;

/** Names of the series that a PromQL expression reads, without those of functions, labels and keywords. */
export function metricsOf(expr: string): string[] {
  const bare = expr
    .replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')
    .replaceAll(/\{[^}]*\}/g, ' ')
    .replaceAll(/\[[^\]]*\]/g, ' ')
    .replaceAll(labelList, ' ');
  const names = [...bare.matchAll(/(?<![\w:.])[a-zA-Z_:][\w:]*(?!\w)(?!\s*\()/g)].map(([name]) => name);
  return [...new Set(names.filter((name) => !keywords.has(name.toLowerCase()) && !/^e\d+$/.test(name)))];
}

export interface Selector {
  readonly metric: string;
  /** Label → its matcher and value, such as `="redis"` or `!~"a|b"`. */
  readonly matchers: Readonly<Record<string, string>>;
}

/** The selectors of an expression that have matchers: `up{job="state"}`. */
export function selectorsOf(expr: string): Selector[] {
  return [...expr.matchAll(/([a-zA-Z_:][\w:]*)\{((?:"(?:[^"\\]|\\.)*"|[^}"])*)\}/g)].map(
    ([, metric = '', inner = '']) => ({
      metric,
      matchers: Object.fromEntries(
        [...inner.matchAll(/(\w+)\s*((?:=~|!~|!=|=)\s*"(?:[^"\\]|\\.)*")/g)].map(([, label = '', rest = '']) => [
          label,
          rest,
        ]),
      ),
    }),
  );
}
