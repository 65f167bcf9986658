import { Stack } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { ConnectionStringKind } from '../../lambda/contract/custom-resources.js';
import { connectionStringParameterName } from '../../lambda/contract/registry.js';
import { CLUSTER_NAME, VPC_ENDPOINT_ID } from '../../lambda/contract/value-rules.js';
import { validateClusterName } from '../engine/connection-strings.js';
import { requireProps } from '../engine/prop-checks.js';

/** Which connection strings. */
export interface RegisteredConnectionStringsProps {
  /** Id of the VPC endpoint that the automation has linked; a token is fine. */
  readonly vpcEndpointId: string;
  /** Name of the cluster in Atlas, a literal: letters, digits and hyphens. */
  readonly cluster: string;
}

/**
 * Private connection strings of a cluster, as the automation has recorded them in Parameter Store: for a stack that has
 * nothing to do with the automation but its account and Region.
 *
 * Two ways to use them. The values (`srv`, …) are read by CloudFormation at each deployment, and the deployment fails
 * while they are not there yet, three to five minutes after the link is available. The names (`srvParameterName`, …)
 * are for applications that read at run time (`ssm:GetParameter`, or `secrets` of an ECS container): they are valid at
 * once, and what they lead to follows changes of the cluster.
 */
export class RegisteredConnectionStrings extends Construct {
  /** Name of the parameter with the SRV string. */
  readonly srvParameterName: string;
  /** Name of the parameter with the string of hosts and ports. */
  readonly standardParameterName: string;
  /** Name of the parameter with the optimized SRV string; there for sharded clusters alone. */
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

  /** `mongodb+srv://…`, read at each deployment. The one to use: the ports behind the others may move. */
  get srv(): string {
    return StringParameter.valueForStringParameter(this, this.srvParameterName);
  }

  /** `mongodb://…` with hosts and ports, read at each deployment. */
  get standard(): string {
    return StringParameter.valueForStringParameter(this, this.standardParameterName);
  }

  /** `mongodb+srv://…` optimized for sharded clusters, read at each deployment; not there for others. */
  get srvShardOptimized(): string {
    return StringParameter.valueForStringParameter(this, this.srvShardOptimizedParameterName);
  }

  /** Lets an application read the strings of this cluster at run time, and no other's. */
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
