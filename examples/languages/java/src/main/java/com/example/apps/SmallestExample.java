package com.example.apps;

import com.example.cdkatlasprivatelink.AtlasCredentials;
import com.example.cdkatlasprivatelink.AtlasPrivateLink;
import com.example.cdkatlasprivatelink.AtlasProject;
import com.example.cdkatlasprivatelink.EndpointSelection;
import java.util.List;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;

/** Every VPC endpoint with the tag atlas-privatelink is linked. */
public final class SmallestExample {
    public static void main(final String[] args) {
        App app = new App();
        Stack stack = new Stack(app, "AtlasLinks");

        AtlasPrivateLink.Builder.create(stack, "AtlasLinks")
                .projects(List.of(AtlasProject.builder()
                        .projectId("6a793f63c0eb9e7a177153f5")
                        .credentials(AtlasCredentials.fromSecretName("atlas/automation"))
                        .build()))
                .endpointSelection(EndpointSelection.tagged("atlas-privatelink"))
                .build();

        app.synth();
    }
}
