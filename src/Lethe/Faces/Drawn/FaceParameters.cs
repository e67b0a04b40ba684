namespace Lethe.Faces.Drawn;

// What makes one procedural face, and the scene it is seen in: numbers from 0 to 1. Hue: of the background, as is the brightness. Light:
// where it comes from: -1 left, 1 right. Noise: seed of skin, hair and background.
internal sealed record FaceParameters(
    float Skin,
    float Blush,
    float Width,
    float Jaw,
    float Age,
    float Hairline,
    float HairTone,
    float HairLength,
    float Parting,
    float Beard,
    float BrowWeight,
    float BrowArch,
    float EyeSpacing,
    float EyeSize,
    float EyeTilt,
    float Iris,
    float NoseWidth,
    float MouthWidth,
    float Lips,
    float Smile,
    float Hue,
    float Brightness,
    float Clothes,
    float Light,
    uint Noise
)
{
    // Where the nose and mouth are: they follow from the shape of the face.
    public float NoseLength => (Width + Jaw) / 2;

    public static FaceParameters Draw(RandomStream random)
    {
        float Next() => (float)random.NextDouble();
        var (skin, width, jaw, hair, age) = (Next(), Next(), Next(), Next(), Next());
        // Dark skin with fair hair is rare; old people's hair is grey; beards go with short hair.
        var tone =
            skin > 0.42f ? 0.3f * Next()
            : age > 0.8f ? 0.8f + (0.2f * Next())
            : 0.8f * Next();
        var beard = hair < 0.55f && Next() < 0.35f ? 0.3f + (0.7f * Next()) : 0;
        return new(
            skin,
            Next(),
            width,
            jaw,
            age,
            Next(),
            tone,
            hair,
            Next(),
            beard,
            Next(),
            Next(),
            Next(),
            Next(),
            Next(),
            skin > 0.5f ? 0.3f * Next() : Next(),
            Next(),
            Next(),
            Next(),
            Next(),
            Next(),
            Next(),
            Next(),
            (2 * Next()) - 1,
            (uint)random.Next()
        );
    }
}
