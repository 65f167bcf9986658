import { type ApiActions, type ApiRequest, optionalText, tokenPage } from '../actions/api-action.js';
import { AwsError } from '../protocol/aws-error.js';
import { requirePath, requireReadableName } from './parameter-name.js';
import { cipherTextOf, type ParameterStore, type StoredParameter } from './parameter-store.js';

/** Stores on which the API operates. */
export interface ParameterStores {
  readonly parameters: ParameterStore;
}

export const PARAMETER_STORE_ACTIONS: ApiActions<ParameterStores> = {
  'ssm:PutParameter': putParameter,
  'ssm:GetParameter': getParameter,
  'ssm:GetParameters': getParameters,
  'ssm:GetParametersByPath': getParametersByPath,
  'ssm:DeleteParameter': deleteParameter,
  'ssm:DeleteParameters': deleteParameters,
};

/** Maximum page size, as documented. */
const LARGEST_PAGE = 10;

function putParameter({ input, authorize }: ApiRequest, services: ParameterStores): object {
  // As documented, leading and trailing spaces are removed, and an ARN is not accepted here.
  const name = String(input.Name).trim();
  authorize(arnOf(name, services));
  if (Array.isArray(input.Tags) && input.Tags.length > 0) {
    if (input.Overwrite === true)
      throw new AwsError(
        'ValidationException',
        "Invalid request: tags and overwrite can't be used together.",
      );
    authorize(arnOf(name, services), { action: 'ssm:AddTagsToResource' });
  }
  const { version, tier } = services.parameters.put({
    name,
    value: String(input.Value ?? ''),
    type: optionalText(input.Type),
    tier: optionalText(input.Tier),
    overwrite: input.Overwrite === true,
    keyId: optionalText(input.KeyId),
  });
  return { Version: version, Tier: tier };
}

function getParameter({ input, authorize }: ApiRequest, services: ParameterStores): object {
  const name = nameOf(input.Name);
  requireReadableName(name);
  authorize(arnOf(name, services));
  const parameter = services.parameters.get(name);
  if (parameter === undefined) throw notFound(name);
  return { Parameter: bodyOf(parameter, input, services) };
}

function getParameters({ input, authorize }: ApiRequest, services: ParameterStores): object {
  const names = (input.Names as unknown[]).map(nameOf);
  if (names.length > LARGEST_PAGE)
    throw new AwsError('ValidationException', 'Member must have length less than or equal to 10');
  for (const name of names) {
    requireReadableName(name);
    authorize(arnOf(name, services));
  }
  const found = names.flatMap((name) => services.parameters.get(name) ?? []);
  return {
    Parameters: found.map((parameter) => bodyOf(parameter, input, services)),
    InvalidParameters: names.filter((name) => services.parameters.get(name) === undefined),
  };
}

/**
 * IAM checks the path itself: `parameter/path/*` alone does not allow `/path`, as users have reported, but it allows
 * `/path/`. Permission for the path includes all parameters below it.
 */
function getParametersByPath({ input, authorize }: ApiRequest, services: ParameterStores): object {
  const path = nameOf(input.Path);
  requirePath(path);
  authorize(arnOf(path, services));
  const size = Number(input.MaxResults ?? LARGEST_PAGE);
  if (size < 1 || size > LARGEST_PAGE)
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${size}' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 10`,
    );
  const found = services.parameters.below(path, input.Recursive === true);
  const { items, nextToken } = tokenPage(found, size, input.NextToken);
  return { Parameters: items.map((parameter) => bodyOf(parameter, input, services)), NextToken: nextToken };
}

function deleteParameter({ input, authorize }: ApiRequest, services: ParameterStores): object {
  const name = nameOf(input.Name);
  requireReadableName(name);
  authorize(arnOf(name, services));
  if (!services.parameters.delete(name)) throw notFound(name);
  return {};
}

function deleteParameters({ input, authorize }: ApiRequest, services: ParameterStores): object {
  const names = (input.Names as unknown[]).map(nameOf);
  if (names.length > LARGEST_PAGE)
    throw new AwsError('ValidationException', 'Member must have length less than or equal to 10');
  for (const name of names) {
    requireReadableName(name);
    authorize(arnOf(name, services));
  }
  const deleted = names.filter((name) => services.parameters.delete(name));
  return {
    DeletedParameters: deleted,
    InvalidParameters: names.filter((name) => !deleted.includes(name)),
  };
}

function bodyOf(
  parameter: StoredParameter,
  { WithDecryption }: ApiRequest['input'],
  services: ParameterStores,
): object {
  const isReadable = parameter.type !== 'SecureString' || WithDecryption === true;
  return {
    Name: parameter.name,
    Type: parameter.type,
    Value: isReadable ? parameter.value : cipherTextOf(parameter),
    Version: parameter.version,
    LastModifiedDate: parameter.modifiedAt / 1000,
    ARN: arnOf(parameter.name, services),
    DataType: 'text',
  };
}

/** Names may be given as ARNs. */
function nameOf(value: unknown): string {
  return String(value).replace(/^arn:aws:ssm:[^:]*:[^:]*:parameter/, '');
}

function arnOf(name: string, { parameters }: ParameterStores): string {
  return parameters.arnOf(name);
}

function notFound(name: string): AwsError {
  return new AwsError('ParameterNotFound', `Parameter ${name} not found.`);
}
