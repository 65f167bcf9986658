import { AtlasError, type AtlasErrorKind } from '../domain/model/errors/atlas-error.js';
import type { ShapeError } from './documented-response.js';
import { type ErrorEnvelope, readErrorEnvelope } from './error-envelope.js';
import type { HttpResponse } from './http-transport.js';
import { retryAfterSeconds } from './retry-after.js';

/** Returns the typed error for a non-2xx response: HTTP status first, error code second. */
export function errorOfResponse(
  operation: string,
  response: HttpResponse,
  now: Date,
  envelope = readErrorEnvelope(response),
): AtlasError {
  const kind = kindOf(response.status, envelope);
  const retryAfter = retryAfterSeconds(response.headers.get('retry-after'), now);
  return new AtlasError(`${operation}: Atlas responded ${response.status}${messageOf(response, envelope)}`, {
    kind,
    operation,
    status: response.status,
    advice: adviceFor(kind, response.status, envelope),
    lacksCapacity: isLackOfCapacity(envelope),
    ...(envelope.code === undefined ? {} : { code: envelope.code }),
    ...(retryAfter === undefined ? {} : { retryAfterSeconds: retryAfter }),
  });
}

/**
 * Atlas documents a 409 with its own code, but has returned a 400 with a general code; only the detail identifies it.
 */
function isLackOfCapacity({ code = '', detail = '' }: ErrorEnvelope): boolean {
  return /^(NO|OUT_OF)_CAPACITY$/.test(code) || (/GENERAL_ERROR/.test(code) && /no capacity/i.test(detail));
}

/** A response with a code but no text is still from the Admin API; the message begins with its status. */
function messageOf({ text }: HttpResponse, { code, detail, isAtlas }: ErrorEnvelope): string {
  if (text.trim() === '') return ': no body';
  if (!isAtlas) return ': a response that is not from the Admin API';
  if (code !== undefined) return detail === undefined ? ` ${code}.` : ` ${code}: ${detail}`;
  return detail === undefined ? ': an error without a message' : `: ${detail}`;
}

/** A success status with an invalid body: a proxy has answered for Atlas, or has cut the response off. */
export function errorOfShape(operation: string, cause: ShapeError, status?: number): AtlasError {
  const responded = status === undefined ? 'responded' : `responded ${status}`;
  return new AtlasError(`${operation}: Atlas ${responded} with an undocumented body (${cause.message}).`, {
    kind: 'unavailable',
    operation,
    advice: FOREIGN_ADVICE,
    ...(status === undefined ? {} : { status }),
  });
}

const FOREIGN_ADVICE =
  'A proxy or a load balancer may stand between the function and Atlas: check the base URL and the way there. It is tried again by itself.';

/** There was no response, so a write may or may not have happened. */
export function errorOfNoResponse(operation: string, baseUrl: string, cause: Error): AtlasError {
  return new AtlasError(`${operation}: no response from ${baseUrl} (${cause.message}).`, {
    kind: 'unavailable',
    operation,
    advice:
      'It is tried again by itself. If it lasts: a function inside a VPC needs a NAT gateway to reach Atlas, and its security group must allow HTTPS out.',
    cause,
  });
}

/**
 * OAuth error of the token endpoint, with status 403: too many valid tokens. It is temporary, because tokens expire.
 */
const TOKEN_LIMIT = 'access_denied';

/**
 * A refusal by a resource policy (documented). Neither its status nor its code has been recorded. With 409, and without
 * this, it would count as a conflict that passes. The code is the one of the audit event in MongoDB's description.
 */
const POLICY = /RESOURCE_POLICY|POLICY_VIOLAT/;

function kindOf(status: number, { code = '', isAtlas }: ErrorEnvelope): AtlasErrorKind {
  if (code === TOKEN_LIMIT || status === 429) return 'rate-limited';
  if (isAtlas && status >= 400 && status < 500 && POLICY.test(code)) return 'policy';
  // A refusal by another program is not a refusal by Atlas. Redirects (3xx) are never followed.
  return isAtlas ? kindOfStatus(status) : 'unavailable';
}

function kindOfStatus(status: number): AtlasErrorKind {
  switch (status) {
    case 401:
      return 'authentication';
    case 402:
    case 403:
      return 'forbidden';
    case 404:
      return 'not-found';
    case 409:
      return 'conflict';
    default:
      return status >= 400 && status < 500 ? 'invalid' : 'unavailable';
  }
}

const ADVICE_BY_KIND: Readonly<Record<AtlasErrorKind, string>> = {
  authentication:
    'Check the keys in the secret: they may be wrong, expired or deleted, or lack a role in this project (Project Owner to link, Project Read Only to look).',
  forbidden: 'Give the API key or service account the role Project Owner in this project.',
  policy:
    'A resource policy of the Atlas organization forbids this change of private endpoints. An Organization Owner has to allow it there, or the change has to be left out.',
  'not-found': 'Check the project id and that the keys belong to the organization of this project.',
  conflict: 'Check the private endpoints of the project in Atlas (Network Access, Private Endpoint).',
  invalid: 'Correct the value that Atlas names.',
  'rate-limited': 'It is tried again by itself, when Atlas says so.',
  unavailable: 'It is tried again by itself; see the Atlas status page if it lasts.',
};

/** Error codes, in old and new spellings, that need other advice than their status. */
const ADVICE_BY_CODE: readonly (readonly [RegExp, (envelope: ErrorEnvelope) => string])[] = [
  [POLICY, ({ parameters }) => [policyNamed(parameters), ADVICE_BY_KIND.policy].join('')],
  [
    /^IP_ADDRESS_NOT_ON_ACCESS_LIST$/,
    ({ parameters }) =>
      `Add ${parameters[0] ?? 'the address of the function'} to the API access list of the key, and give the functions a fixed address (a VPC with a NAT gateway and an Elastic IP); or switch off "Require IP Access List for the Atlas Administration API" in the organization.`,
  ],
  [
    /^(GROUP|PROJECT)_NOT_FOUND$/,
    () => 'Correct the project id in the stack (Atlas: Project Settings, Project ID).',
  ],
  [
    /^access_denied$/,
    () =>
      'The service account holds the most access tokens it may have (100). They expire within an hour, and it is tried again by itself. Use one service account for this automation alone, and let its functions share one token (shareAccessTokens).',
  ],
  [/^NO_PAYMENT_INFORMATION_FOUND$/, () => 'Add a payment method to the Atlas organization.'],
  [
    /SINGLE_REGION/,
    () => 'Turn on regional mode for private endpoints, or keep all endpoints of the project in one Region.',
  ],
  [/^INVALID_VERSION_DATE$/, () => 'The base URL does not lead to the Atlas Admin API v2; check it.'],
];

/** Where Atlas names policies. The parameters are Atlas's own words, as its messages are. */
function policyNamed(parameters: readonly (string | number)[]): string {
  return parameters.length === 0 ? '' : `Resource policy ${parameters.join(', ').slice(0, 200)}: `;
}

function adviceFor(kind: AtlasErrorKind, status: number, envelope: ErrorEnvelope): string {
  const byCode = ADVICE_BY_CODE.find(([pattern]) => pattern.test(envelope.code ?? ''))?.[1];
  if (byCode !== undefined) return byCode(envelope);
  if (!envelope.isAtlas && status < 500 && status !== 429) return FOREIGN_ADVICE;
  return status === 402 ? 'Add a payment method to the Atlas organization.' : ADVICE_BY_KIND[kind];
}
