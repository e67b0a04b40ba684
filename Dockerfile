# The lethe command as an image for clusters, see SCALING.md:
#
#   docker build -t lethe --build-arg COMMIT=$(git rev-parse HEAD) .
#   docker build -t lethe:cuda --build-arg COMMIT=$(git rev-parse HEAD) --build-arg TORCH=cuda .   # for NVIDIA's GPUs, several GB
#
# Not built so far: it was written where no container engine runs.

FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
ARG TORCH=cpu
WORKDIR /source
COPY Directory.Build.props Directory.Build.targets Directory.Packages.props global.json Notebooks.sln GLOSSARY.md LICENSE THIRD-PARTY-NOTICES.md ./
COPY data-manifests data-manifests
COPY notebooks notebooks
COPY results results
COPY src src
COPY tests tests
RUN dotnet publish -c Release -p:Torch=$TORCH -p:Precompile=false -o /lethe src/Lethe.Cli && ln -s Lethe.Cli /lethe/lethe

FROM mcr.microsoft.com/dotnet/runtime:10.0-noble
# What records name as the code they come from: there is no checkout here to ask.
ARG COMMIT=unknown
COPY --from=build /lethe /opt/lethe
# The volume that all tasks share; the host's driver shows the GPUs.
RUN mkdir /lethe && chown $APP_UID:$APP_UID /lethe
ENV PATH=/opt/lethe:$PATH \
    HOME=/tmp \
    LETHE_HOME=/lethe/home \
    LETHE_COMMIT=$COMMIT \
    DOTNET_EnableDiagnostics=0 \
    NVIDIA_VISIBLE_DEVICES=all \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility
WORKDIR /lethe
VOLUME /lethe
# By its number, or Kubernetes could not tell that it is not root; it is the user app of .NET's images.
USER 1654
ENTRYPOINT ["lethe"]
