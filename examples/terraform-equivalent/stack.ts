/**
 * A Terraform configuration of four blocks, line by line in CDK: the endpoint service, the VPC endpoint, the link, and
 * the data source that reads the link back. `template.yaml` beside it is the same in plain CloudFormation.
 */
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnVPCEndpoint } from 'aws-cdk-lib/aws-ec2';
import {
  AtlasCredentials,
  AtlasPrivateEndpointLink,
  AtlasPrivateEndpointLinkLookup,
  AtlasPrivateEndpointService,
  AtlasPrivateLinkProvider,
  PrivateEndpoint,
} from 'cdk-atlas-privatelink';
import type { Construct } from 'constructs';

export interface TerraformEquivalentProps extends StackProps {
  readonly atlasProjectId: string;
  /** Secret with the API key or the service account. */
  readonly atlasSecretName: string;
  readonly vpcId: string;
  readonly subnetIds: string[];
  readonly securityGroupIds: string[];
  /** @default - https://cloud.mongodb.com */
  readonly atlasBaseUrl?: string;
}

export class TerraformEquivalentStack extends Stack {
  constructor(scope: Construct, id: string, props: TerraformEquivalentProps) {
    super(scope, id, props);

    // provider "mongodbatlas": keys come from Secrets Manager, never from the template.
    const provider = new AtlasPrivateLinkProvider(this, 'Atlas', {
      projects: [
        {
          projectId: props.atlasProjectId,
          credentials: AtlasCredentials.fromSecretName(props.atlasSecretName),
        },
      ],
      ...(props.atlasBaseUrl === undefined ? {} : { atlasBaseUrl: props.atlasBaseUrl }),
    });

    // resource "mongodbatlas_privatelink_endpoint"
    const service = new AtlasPrivateEndpointService(this, 'EndpointService', {
      provider,
      projectId: props.atlasProjectId, // project_id
      cloudProvider: 'AWS', // provider_name
      region: this.region, // region
    });

    // resource "aws_vpc_endpoint"
    const endpoint = new CfnVPCEndpoint(this, 'VpcEndpoint', {
      vpcId: props.vpcId, // vpc_id
      serviceName: service.endpointServiceName, // service_name = ….endpoint_service_name
      vpcEndpointType: 'Interface', // vpc_endpoint_type
      subnetIds: props.subnetIds, // subnet_ids
      securityGroupIds: props.securityGroupIds, // security_group_ids
    });

    // resource "mongodbatlas_privatelink_endpoint_service"
    const link = new AtlasPrivateEndpointLink(this, 'Link', {
      provider,
      service, // project_id, private_link_id, provider_name
      endpoint: PrivateEndpoint.vpcEndpoint(endpoint), // endpoint_service_id = aws_vpc_endpoint.….id
    });

    // data "mongodbatlas_privatelink_endpoint_service"
    const data = new AtlasPrivateEndpointLinkLookup(this, 'Data', {
      provider,
      service, // project_id, private_link_id, provider_name
      endpointId: link.attributes.endpointId, // endpoint_service_id = ….endpoint_service_id
    });

    new CfnOutput(this, 'ConnectionStatus', { value: data.attributes.connectionStatus });
    new CfnOutput(this, 'InterfaceEndpointId', { value: data.attributes.interfaceEndpointId });
  }
}
