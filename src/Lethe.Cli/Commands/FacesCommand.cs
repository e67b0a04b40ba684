namespace Lethe.Cli.Commands;

/// <summary><c>lethe faces make | crop</c>: sets of real and forged faces, made or cut out of published ones.</summary>
internal static class FacesCommand
{
    public static Command Create(Terminal terminal) =>
        new DocumentedCommand(
            "faces",
            "Makes sets of real and forged faces to train detectors with.",
            ("lethe faces make --out faces", "drawn faces, five families of forgeries, three qualities"),
            ("lethe faces crop --set faceforensics --data DIR --family deepfakes --out crops", "the faces of a published set that you have")
        )
        {
            FacesMakeCommand.Create(terminal),
            FacesCropCommand.Create(terminal),
        };
}
