/** Atlas's `ApiError`: `{error, errorCode, detail, reason, parameters}`, any of them null or missing. */
export interface ErrorEnvelope {
  readonly code: string | undefined;
  readonly detail: string | undefined;
  readonly parameters: readonly (string | number)[];
}

const MAX_DETAIL_LENGTH = 500;

/** Total: an empty body, HTML or a foreign JSON gives an envelope without content. */
export function readErrorEnvelope(text: string): ErrorEnvelope {
  const body = parseObject(text);
  const detail = textOf(body.detail) ?? textOf(body.error_description) ?? textOf(body.reason);
  const parameters = Array.isArray(body.parameters) ? body.parameters : [];
  return {
    // OAuth answers of the token endpoint have the code as text in `error`, where Atlas has the status as number.
    code: textOf(body.errorCode) ?? textOf(body.error),
    detail: detail?.slice(0, MAX_DETAIL_LENGTH),
    parameters: parameters.filter((value) => typeof value === 'string' || typeof value === 'number'),
  };
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
