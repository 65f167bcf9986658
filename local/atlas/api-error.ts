/** A response outside 2xx, with Atlas's error body. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly status: number,
    readonly errorCode: string,
    readonly detail: string,
    readonly parameters: readonly (string | number)[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
  }

  withHeaders(headers: Readonly<Record<string, string>>): ApiError {
    const { status, errorCode, detail, parameters } = this;
    return new ApiError(status, errorCode, detail, parameters, { ...headers, ...this.headers });
  }
}

export function missingAttribute(name: string): ApiError {
  return new ApiError(400, 'MISSING_ATTRIBUTE', `The required attribute ${name} was not specified.`, [name]);
}

export function invalidAttribute(name: string): ApiError {
  return new ApiError(400, 'INVALID_ATTRIBUTE', `Invalid attribute ${name} specified.`, [name]);
}

/** The message quotes the path as it was requested. */
export function pathParameterError(path: string): ApiError {
  const detail = `One or more path parameter in the request URI ${path} is malformed.`;
  return new ApiError(400, 'PATH_PARAM_PARSE_ERROR', detail, [path]);
}

export const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  406: 'Not Acceptable',
  409: 'Conflict',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};

/** `badRequestDetail` is absent, as in all recorded errors. */
export function envelope(error: ApiError): string {
  // A recorded 405 has no body.
  if (error.status === 405) return '';
  const { status, errorCode, detail, parameters } = error;
  return JSON.stringify({ detail, error: status, errorCode, parameters, reason: REASONS[status] ?? 'Error' });
}
