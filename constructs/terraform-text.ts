/** Terraform reads every string of its JSON syntax as a template: this keeps `${` and `%{` as they are. */
export function terraformText(text: string): string {
  return text.replaceAll(/[$%](?=\{)/g, (sign) => sign + sign);
}
