/** Terraform reads every string of its JSON syntax as a template: this keeps `${` and `%{` as they are. */
export function terraformText(text: string): string {
  return text.replaceAll(/[$%](?=\{)/g, (sign) => sign + sign);
}

/**
 * The reverse: a string of Terraform's JSON syntax as text.
 *
 * @throws Error on an expression, whose value only Terraform knows.
 */
export function plainText(text: string): string {
  if (/[$%]\{/.test(text.replaceAll(/\$\$\{|%%\{/g, ''))) throw new Error(`${JSON.stringify(text)} is an expression`);
  return text.replaceAll(/([$%])\1(?=\{)/g, '$1');
}
