import { Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { acknowledgeFinding } from './acknowledge-finding.js';

/** Tells cdk-nag why a resource ends in a wildcard. */
export function acknowledgeWildcard(scope: Construct, resource: string, reason: string): void {
  const id = `AwsSolutions-IAM5[Resource::${inNagSpelling(resource, scope)}]`;
  acknowledgeFinding(scope, { id, reason });
}

/** cdk-nag writes references in angle brackets. */
function inNagSpelling(arn: string, scope: Construct): string {
  const resolved: unknown = Stack.of(scope).resolve(arn);
  if (!Token.isUnresolved(arn) || typeof resolved !== 'object' || resolved === null) return arn;
  const join = (resolved as { 'Fn::Join'?: [string, Part[]] })['Fn::Join'];
  return (join?.[1] ?? []).map(partInNagSpelling).join(join?.[0] ?? '');
}

type Part = string | { readonly Ref: string } | { readonly 'Fn::GetAtt': readonly [string, string] };

function partInNagSpelling(part: Part): string {
  if (typeof part === 'string') return part;
  return `<${'Ref' in part ? part.Ref : part['Fn::GetAtt'].join('.')}>`;
}
