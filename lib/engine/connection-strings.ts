import { type CustomResource, Token } from 'aws-cdk-lib';
import { connectionStringAttribute } from '../../lambda/contract/custom-resources.js';
import { CLUSTER_NAME } from '../../lambda/contract/value-rules.js';
import { received } from './prop-checks.js';

/** Private connection strings of one cluster for one endpoint: tokens, known at deployment. */
export interface PrivateConnectionStrings {
  /** `mongodb+srv://…`. Use this one, because the ports in the others may change. */
  readonly srv: string;
  /** `mongodb://…` with hosts and ports. */
  readonly standard: string;
  /** Sharded clusters; empty otherwise. */
  readonly srvShardOptimized: string;
}

/** @throws Error if the name is not known at synthesis, or is not a valid cluster name */
export function validateClusterName(cluster: string): void {
  if (Token.isUnresolved(cluster)) {
    throw new Error(
      'connectionStrings: expected the name of a cluster as a literal text, received a token. The name becomes part of an attribute, which CloudFormation must know before deployment.',
    );
  }
  if (CLUSTER_NAME.accepts(cluster)) return;
  throw new Error(`connectionStrings: ${CLUSTER_NAME.expected}, received ${received(cluster)}.`);
}

export function connectionStringsOf(resource: CustomResource, cluster: string): PrivateConnectionStrings {
  return {
    srv: resource.getAttString(connectionStringAttribute(cluster, 'srv')),
    standard: resource.getAttString(connectionStringAttribute(cluster, 'standard')),
    srvShardOptimized: resource.getAttString(connectionStringAttribute(cluster, 'srvShardOptimized')),
  };
}
