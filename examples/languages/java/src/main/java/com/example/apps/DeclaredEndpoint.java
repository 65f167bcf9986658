package com.example.apps;

import com.example.cdkatlasprivatelink.AtlasCredentials;
import com.example.cdkatlasprivatelink.AtlasPrivateEndpoint;
import com.example.cdkatlasprivatelink.AtlasPrivateLinkProvider;
import com.example.cdkatlasprivatelink.AtlasProject;
import java.util.List;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.Vpc;

/** A VPC with a private endpoint to Atlas that this stack declares, and a security group of applications that may use it. */
public final class DeclaredEndpoint {
    public static void main(final String[] args) {
        App app = new App();
        Stack stack = new Stack(app, "DeclaredEndpoint");
        Vpc vpc = Vpc.Builder.create(stack, "Vpc").maxAzs(2).build();
        SecurityGroup application = SecurityGroup.Builder.create(stack, "Application").vpc(vpc).build();

        AtlasPrivateLinkProvider provider = AtlasPrivateLinkProvider.Builder.create(stack, "Atlas")
                .projects(List.of(AtlasProject.builder()
                        .projectId("6a793f63c0eb9e7a177153f5")
                        .credentials(AtlasCredentials.fromSecretName("atlas/automation"))
                        .build()))
                .build();
        AtlasPrivateEndpoint atlas = AtlasPrivateEndpoint.Builder.create(stack, "AtlasEndpoint")
                .provider(provider)
                .vpc(vpc)
                .peers(List.of())
                .build();
        atlas.getConnections().allowDefaultPortFrom(application);
        CfnOutput.Builder.create(stack, "MongoDbUri")
                .value(atlas.connectionStrings("Cluster0").getSrv())
                .build();

        app.synth();
    }
}
