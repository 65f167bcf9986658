import { AwsError } from '../protocol/aws-error.js';

export interface ParameterDeclaration {
  readonly Description?: string;
  readonly Type: string;
  readonly Default?: string | number;
  readonly AllowedValues?: readonly (string | number)[];
  readonly AllowedPattern?: string;
  readonly ConstraintDescription?: string;
  readonly MinValue?: number;
  readonly MaxValue?: number;
  readonly MaxLength?: number;
}
/**
 * Constraints that are checked. Any other constraint is an error, because AWS would enforce it and this simulation
 * would not.
 */
const KNOWN: readonly string[] = [
  'Type',
  'Default',
  'Description',
  'AllowedValues',
  'AllowedPattern',
  'ConstraintDescription',
  'MinValue',
  'MaxValue',
  'MaxLength',
];

type Declarations = Readonly<Record<string, ParameterDeclaration>>;

/**
 * Values of `Ref` for each parameter.
 *
 * @throws AwsError ValidationError, as CloudFormation throws it before it creates anything
 */
export function parameterValues(
  declared: Declarations,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const unknown = Object.keys(given).filter((name) => declared[name] === undefined);
  if (unknown.length > 0) throw invalid(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
  const missing = Object.keys(declared).filter(
    (name) => given[name] === undefined && declared[name]?.Default === undefined,
  );
  if (missing.length > 0) throw invalid(`Parameters: [${missing.join(', ')}] must have values`);
  return Object.fromEntries(
    Object.entries(declared).map(([name, declaration]) => [
      name,
      parameterValue(name, declaration, given[name] ?? declaration.Default),
    ]),
  );
}

function parameterValue(name: string, declaration: ParameterDeclaration, value: unknown): unknown {
  const strange = Object.keys(declaration).find((key) => !KNOWN.includes(key));
  if (strange !== undefined) throw new Error(`${strange} of parameter ${name} is not simulated`);
  const text = String(value);
  const issue = issueOf(declaration, text);
  if (issue !== undefined)
    throw invalid(`Parameter '${name}' ${declaration.ConstraintDescription ?? issue} (received "${text}")`);
  return declaration.Type === 'CommaDelimitedList' || declaration.Type.startsWith('List<')
    ? text.split(',')
    : text;
}

function issueOf(declaration: ParameterDeclaration, text: string): string | undefined {
  const { AllowedValues, AllowedPattern, MinValue, MaxValue, MaxLength, Type } = declaration;
  if (AllowedValues !== undefined && !AllowedValues.map(String).includes(text))
    return `must be one of [${AllowedValues.join(', ')}]`;
  if (AllowedPattern !== undefined && !new RegExp(`^(?:${AllowedPattern})$`, 's').test(text))
    return `must match pattern ${AllowedPattern}`;
  if (MaxLength !== undefined && text.length > MaxLength) return `must be at most ${MaxLength} characters`;
  if (Type !== 'Number') return undefined;
  if (text === '' || Number.isNaN(Number(text))) return 'must be a number';
  if (Number(text) < (MinValue ?? Number.NEGATIVE_INFINITY)) return `must be at least ${MinValue}`;
  return Number(text) > (MaxValue ?? Number.POSITIVE_INFINITY) ? `must be at most ${MaxValue}` : undefined;
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message, 400);
}
