/** Resource-based policies: trust policies of roles, and policies of event buses and queues. */
import { AwsError } from '../protocol/aws-error.js';
import {
  type CompiledStatement,
  compileStatement,
  type Decision,
  decideBy,
  type Request,
  type Statement,
} from './statement.js';

type PrincipalElement = '*' | Readonly<Record<string, string | readonly string[]>>;

export interface ResourceStatement extends Statement {
  readonly Principal?: PrincipalElement;
}

/** The identity that makes a request, as resource-based policies name it. */
export type Principal =
  | {
      readonly kind: 'identity';
      readonly account: string;
      /** ARN of the IAM role, not of its session. */
      readonly arn: string;
      /** `arn:aws:sts::…:assumed-role/…` for a session; otherwise the same as `arn`. */
      readonly callerArn: string;
    }
  /** An account without an identity, for a rule whose target has no role. */
  | { readonly kind: 'account'; readonly account: string }
  | { readonly kind: 'service'; readonly name: string };

export interface ResourceDecision {
  readonly decision: Decision;
  /** If true, the policy names this identity and not only its account. Within the account, this is sufficient. */
  readonly isDirect: boolean;
}

type Match = 'direct' | 'account' | 'none';

interface ResourceRule {
  readonly statement: CompiledStatement;
  readonly match: (principal: Principal) => Match;
}

export class ResourcePolicy {
  private readonly rules: readonly ResourceRule[];

  /**
   * @param statements a statement without `Resource` applies to the resource that has the policy
   * @throws AwsError MalformedPolicyDocument for a principal that IAM refuses
   * @throws Error for an element that is not simulated
   */
  constructor(readonly statements: readonly ResourceStatement[]) {
    this.rules = statements.map(({ Principal, ...statement }) => ({
      statement: compileStatement(
        statement.Resource === undefined && statement.NotResource === undefined
          ? { ...statement, Resource: '*' }
          : statement,
      ),
      match: matcherOf(Principal),
    }));
  }

  decide(principal: Principal, request: Request): ResourceDecision {
    const matching = (wanted: (match: Match) => boolean) =>
      this.rules.filter(({ match }) => wanted(match(principal))).map(({ statement }) => statement);
    return {
      decision: decideBy(
        matching((match) => match !== 'none'),
        request,
      ),
      isDirect:
        decideBy(
          matching((match) => match === 'direct'),
          request,
        ) === 'allowed',
    };
  }
}

const ACCOUNT = /^(?:arn:aws:iam::)?(\d{12})(?::root)?$/;
const IDENTITY = /^arn:aws:(?:iam|sts)::\d{12}:(?:role|user|assumed-role)\/[\w+=,.@/-]+$/;

function matcherOf(element: PrincipalElement | undefined): ResourceRule['match'] {
  if (element === undefined) throw new Error('A statement of a resource policy has a Principal');
  if (element === '*') return () => 'direct';
  const unknown = Object.keys(element).filter((kind) => kind !== 'AWS' && kind !== 'Service');
  if (unknown.length > 0) throw new Error(`Principal is not simulated: ${unknown.join(', ')}`);
  const identities = [element.AWS ?? []].flat().map(identityMatcher);
  const services = [element.Service ?? []].flat();
  return (principal) => {
    if (principal.kind === 'service') return services.includes(principal.name) ? 'direct' : 'none';
    const matches = identities.map((match) => match(principal));
    return (
      matches.find((match) => match === 'direct') ?? matches.find((match) => match === 'account') ?? 'none'
    );
  };
}

function identityMatcher(value: string): (principal: Exclude<Principal, { kind: 'service' }>) => Match {
  if (value === '*') return () => 'direct';
  const account = ACCOUNT.exec(value)?.[1];
  if (account !== undefined) return (principal) => (principal.account === account ? 'account' : 'none');
  // IAM allows no wildcards in principals. A condition on aws:PrincipalArn is used instead.
  if (!IDENTITY.test(value))
    throw new AwsError('MalformedPolicyDocument', `Invalid principal in policy: "AWS":"${value}"`);
  return (principal) =>
    principal.kind === 'identity' && [principal.arn, principal.callerArn].includes(value) ? 'direct' : 'none';
}
