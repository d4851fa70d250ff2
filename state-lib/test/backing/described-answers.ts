import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Answer, Asked, HttpsClient } from './https-client.js';

interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Responses }>>>>;
}

type Responses = Readonly<
  Record<string, { readonly content?: Readonly<Record<string, object>>; readonly headers?: object }>
>;

/** A client that holds every answer of the API against the service's own OpenAPI document. */
export class DescribedAnswers {
  /** `get /v1/regions/{id} 200` of all that was answered. */
  readonly seen = new Set<string>();
  readonly #schemas = new Map<string, ValidateFunction>();
  readonly #ajv: Ajv2020;

  constructor(
    private readonly client: HttpsClient,
    readonly document: Described,
  ) {
    this.#ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
    formats.default(this.#ajv);
    this.#ajv.addSchema(document, 'api');
  }

  static async of(client: HttpsClient): Promise<DescribedAnswers> {
    const { body } = await client.ask('GET', '/openapi.json');
    return new DescribedAnswers(client, JSON.parse(body) as Described);
  }

  /** Throws when the document does not have this answer as it is. */
  async ask(method: string, path: string, asked: Asked = {}): Promise<Answer> {
    const answer = await this.client.ask(method, path, { token: 'api', ...asked });
    const fault = this.#fault(method.toLowerCase(), path.split('?')[0] ?? '', answer);
    if (fault !== undefined) throw new Error(`${method} ${path}: ${fault}\n${answer.status} ${answer.body}`);
    return answer;
  }

  #fault(method: string, path: string, { status, headers, body }: Answer): string | undefined {
    const template = Object.keys(this.document.paths).find((one) =>
      new RegExp(`^${one.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
    );
    const described = template === undefined ? undefined : this.document.paths[template]?.[method]?.responses[status];
    if (template === undefined || described === undefined) return 'the document does not have this answer';
    this.seen.add(`${method} ${template} ${status}`);
    if (headers['x-request-id'] === undefined) return 'it has no x-request-id';
    for (const name of Object.keys(described.headers ?? {}))
      if (headers[name] === undefined) return `it has no ${name}`;
    const [type] = Object.keys(described.content ?? {});
    if (type === undefined) return body === '' ? undefined : 'it has a body';
    if (String(headers['content-type']).split(';')[0] !== type)
      return `${String(headers['content-type'])}, not ${type}`;
    const pointer = ['paths', template, method, 'responses', String(status), 'content', type, 'schema'];
    const validate = this.#schema(pointer);
    return validate(JSON.parse(body)) ? undefined : this.#ajv.errorsText(validate.errors);
  }

  #schema(pointer: readonly string[]): ValidateFunction {
    const $ref = `api#/${pointer.map((step) => encodeURIComponent(step.replaceAll('/', '~1'))).join('/')}`;
    let schema = this.#schemas.get($ref);
    if (schema === undefined) this.#schemas.set($ref, (schema = this.#ajv.compile({ $ref })));
    return schema;
  }
}
