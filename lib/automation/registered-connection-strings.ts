import { Stack } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { ConnectionStringKind } from '../../lambda/contract/custom-resources.js';
import { connectionStringParameterName } from '../../lambda/contract/registry.js';
import { CLUSTER_NAME, VPC_ENDPOINT_ID } from '../../lambda/contract/value-rules.js';
import { validateClusterName } from '../engine/connection-strings.js';
import { requireProps } from '../engine/prop-checks.js';

/** Identifies the connection strings. */
export interface RegisteredConnectionStringsProps {
  /** Id of the VPC endpoint that the automation has linked; may be a token. */
  readonly vpcEndpointId: string;
  /** Name of the cluster in Atlas, a literal: letters, digits and hyphens. */
  readonly cluster: string;
}

/**
 * Private connection strings of a cluster, as the automation has recorded them in Parameter Store: for a stack that
 * shares only its account and Region with the automation.
 *
 * There are two ways to use them. CloudFormation reads the values (`srv`, …) at each deployment, and the deployment
 * fails if they do not exist yet; they appear three to five minutes after the link is available. The names
 * (`srvParameterName`, …) are for applications that read at run time (`ssm:GetParameter`, or `secrets` of an ECS
 * container): they are valid immediately, and their values follow changes of the cluster.
 */
export class RegisteredConnectionStrings extends Construct {
  /** Name of the parameter with the SRV string. */
  readonly srvParameterName: string;
  /** Name of the parameter with the string of hosts and ports. */
  readonly standardParameterName: string;
  /** Name of the parameter with the optimized SRV string; it exists only for sharded clusters. */
  readonly srvShardOptimizedParameterName: string;

  constructor(scope: Construct, id: string, props: RegisteredConnectionStringsProps) {
    super(scope, id);
    requireProps('RegisteredConnectionStrings', props, {
      vpcEndpointId: VPC_ENDPOINT_ID,
      cluster: CLUSTER_NAME,
    });
    const { vpcEndpointId, cluster } = props;
    validateClusterName(cluster);
    const name = (kind: ConnectionStringKind) => connectionStringParameterName(vpcEndpointId, cluster, kind);
    this.srvParameterName = name('srv');
    this.standardParameterName = name('standard');
    this.srvShardOptimizedParameterName = name('srvShardOptimized');
  }

  /** `mongodb+srv://…`, read at each deployment. Use this one, because the ports in the others may change. */
  get srv(): string {
    return StringParameter.valueForStringParameter(this, this.srvParameterName);
  }

  /** `mongodb://…` with hosts and ports, read at each deployment. */
  get standard(): string {
    return StringParameter.valueForStringParameter(this, this.standardParameterName);
  }

  /** `mongodb+srv://…` optimized for sharded clusters, read at each deployment; other clusters do not have it. */
  get srvShardOptimized(): string {
    return StringParameter.valueForStringParameter(this, this.srvShardOptimizedParameterName);
  }

  /** Allows an application to read the strings of this cluster, and of no other, at run time. */
  grantRead(grantee: IGrantable): Grant {
    const names = [this.srvParameterName, this.standardParameterName, this.srvShardOptimizedParameterName];
    const resourceArns = names.map((name) =>
      Stack.of(this).formatArn({
        service: 'ssm',
        resource: 'parameter',
        resourceName: name.replace(/^\//, ''),
      }),
    );
    return Grant.addToPrincipal({
      grantee,
      actions: ['ssm:GetParameter', 'ssm:GetParameters'],
      resourceArns,
    });
  }
}
