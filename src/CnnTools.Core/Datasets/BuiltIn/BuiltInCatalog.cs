namespace CnnTools.Core.Datasets.BuiltIn;

/// <summary>
/// The published datasets. Sizes and SHA-256 are those in the checksum tables of TensorFlow Datasets (<c>url_checksums/*.txt</c>). The hash is the authority,
/// so mirrors
/// may come from anywhere and are only ordered by how well they serve; plain http comes last and is harmless for the same reason.
/// </summary>
internal static class BuiltInCatalog
{
    private static readonly string[] Digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    public static readonly IdxDataset Mnist = new()
    {
        Name = "Mnist", Folder = "mnist", ClassNames = Digits, Size = 28, Channels = 1, TrainCount = 60_000, TestCount = 10_000, Balanced = false,
        TrainImages = new("train-images-idx3-ubyte.gz", 9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
        TrainLabels = new("train-labels-idx1-ubyte.gz", 28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
        TestImages = new("t10k-images-idx3-ubyte.gz", 1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
        TestLabels = new("t10k-labels-idx1-ubyte.gz", 4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
        Mirrors = [new("https://ossci-datasets.s3.amazonaws.com/mnist/"), new("https://storage.googleapis.com/cvdf-datasets/mnist/")],
    };

    public static readonly IdxDataset FashionMnist = new()
    {
        Name = "FashionMnist", Folder = "fashion-mnist", Size = 28, Channels = 1, TrainCount = 60_000, TestCount = 10_000, Balanced = true,
        ClassNames = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"],
        TrainImages = new("train-images-idx3-ubyte.gz", 26_421_880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
        TrainLabels = new("train-labels-idx1-ubyte.gz", 29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
        TestImages = new("t10k-images-idx3-ubyte.gz", 4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
        TestLabels = new("t10k-labels-idx1-ubyte.gz", 5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
        Mirrors =
        [
            new("https://storage.googleapis.com/tensorflow/tf-keras-datasets/"),
            new("https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/"),
            new("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
        ],
    };

    public static readonly IdxDataset Kmnist = new()
    {
        Name = "Kmnist", Folder = "kmnist", Size = 28, Channels = 1, TrainCount = 60_000, TestCount = 10_000, Balanced = true,
        ClassNames = ["o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"],
        TrainImages = new("train-images-idx3-ubyte.gz", 18_165_135, "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4"),
        TrainLabels = new("train-labels-idx1-ubyte.gz", 29_497, "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17"),
        TestImages = new("t10k-images-idx3-ubyte.gz", 3_041_136, "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5"),
        TestLabels = new("t10k-labels-idx1-ubyte.gz", 5_120, "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c"),
        Mirrors = [new("https://codh.rois.ac.jp/kmnist/dataset/kmnist/"), new("http://codh.rois.ac.jp/kmnist/dataset/kmnist/")],
    };

    public static readonly CifarDataset Cifar10 = new()
    {
        Name = "Cifar10", Folder = "cifar-10-batches-bin", Size = 32, Channels = 3, TrainCount = 50_000, TestCount = 10_000, Balanced = true,
        ClassNames = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"],
        LabelBytes = 1, LabelIndex = 0, NamesFile = "batches.meta.txt",
        TrainFiles = ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"],
        TestFiles = ["test_batch.bin"],
        Archive = new("cifar-10-binary.tar.gz", 170_052_171, "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"),
        Mirrors = Toronto,
    };

    public static readonly CifarDataset Cifar100 = new()
    {
        Name = "Cifar100", Folder = "cifar-100-binary", Size = 32, Channels = 3, TrainCount = 50_000, TestCount = 10_000, Balanced = true,
        ClassNames =
        [
            "apple", "aquarium_fish", "baby", "bear", "beaver", "bed", "bee", "beetle", "bicycle", "bottle",
            "bowl", "boy", "bridge", "bus", "butterfly", "camel", "can", "castle", "caterpillar", "cattle",
            "chair", "chimpanzee", "clock", "cloud", "cockroach", "couch", "crab", "crocodile", "cup", "dinosaur",
            "dolphin", "elephant", "flatfish", "forest", "fox", "girl", "hamster", "house", "kangaroo", "keyboard",
            "lamp", "lawn_mower", "leopard", "lion", "lizard", "lobster", "man", "maple_tree", "motorcycle", "mountain",
            "mouse", "mushroom", "oak_tree", "orange", "orchid", "otter", "palm_tree", "pear", "pickup_truck", "pine_tree",
            "plain", "plate", "poppy", "porcupine", "possum", "rabbit", "raccoon", "ray", "road", "rocket",
            "rose", "sea", "seal", "shark", "shrew", "skunk", "skyscraper", "snail", "snake", "spider",
            "squirrel", "streetcar", "sunflower", "sweet_pepper", "table", "tank", "telephone", "television", "tiger", "tractor",
            "train", "trout", "tulip", "turtle", "wardrobe", "whale", "willow_tree", "wolf", "woman", "worm",
        ],
        LabelBytes = 2, LabelIndex = 1,
        TrainFiles = ["train.bin"], TestFiles = ["test.bin"],
        Archive = new("cifar-100-binary.tar.gz", 168_513_733, "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec"),
        Mirrors = Toronto,
    };

    /// <summary>All of them, in the order they are listed.</summary>
    public static readonly IReadOnlyList<BuiltInDataset> All = [Mnist, FashionMnist, Kmnist, Cifar10, Cifar100];

    // The publisher's address redirects to the second one, which is tried directly where the redirect fails. Both are slow; another copy may be put into the
    // cache by hand.
    private static Uri[] Toronto => [new("https://www.cs.toronto.edu/~kriz/"), new("https://cave.cs.toronto.edu/kriz/")];
}
