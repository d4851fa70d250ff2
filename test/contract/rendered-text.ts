/**
 * A string of Terraform's JSON syntax as Terraform reads it.
 *
 * @throws Error on an expression that is not the whole string, which a renderer forgot to escape.
 */
export function read(text: string): string {
  if (/(?<!\$)(?:\$\$)*\$\{|(?<!%)(?:%%)*%\{/.test(text.replaceAll(/\$\$\{|%%\{/g, '')))
    throw new Error(`Terraform would evaluate ${JSON.stringify(text)}`);
  return text.replaceAll('$${', '${').replaceAll('%%{', '%{');
}

/** A text of command, args or env as Kubernetes reads it: `$(NAME)` of known variables is replaced, `$$` is one `$`. */
export function expandVariables(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\$|\$\(([^)]*)\)/g, (found, name: string | undefined) =>
    name === undefined ? '$' : (variables[name] ?? found),
  );
}
