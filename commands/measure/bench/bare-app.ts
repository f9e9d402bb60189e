import { Container } from "@cdktf/provider-docker/lib/container/index.js";
import { Image } from "@cdktf/provider-docker/lib/image/index.js";
import { DockerProvider } from "@cdktf/provider-docker/lib/provider/index.js";
import { App, TerraformStack } from "cdktf";

// One container without any of our code: the baseline of a synthesis. Not meant to be deployed.
const app = new App();
const stack = new TerraformStack(app, "bare");

new DockerProvider(stack, "docker");
const image = new Image(stack, "image", { name: "nginx:stable" });
new Container(stack, "container", { name: "bare", image: image.name });

app.synth();
