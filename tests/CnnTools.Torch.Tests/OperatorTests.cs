using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Torch.Tests;

public class OperatorTests
{
    private static readonly Dictionary<string, Func<Func<string, Tensor>, Tensor[]>> Operations = new()
    {
        ["abs"] = i => [i("x").abs()], ["ceil"] = i => [i("x").ceil()], ["exp"] = i => [i("x").exp()], ["expm1"] = i => [i("x").expm1()],
        ["floor"] = i => [i("x").floor()], ["neg"] = i => [-i("x")], ["reciprocal"] = i => [1 / i("x")], ["sigmoid"] = i => [i("x").sigmoid()],
        ["sign"] = i => [i("x").sign()], ["sin"] = i => [i("x").sin()], ["cos"] = i => [i("x").cos()], ["square"] = i => [i("x").square()],
        ["tanh"] = i => [i("x").tanh()], ["trunc"] = i => [i("x").trunc()], ["relu"] = i => [i("x").relu()], ["silu"] = i => [i("x").silu()],
        ["gelu"] = i => [i("x").gelu()], ["round"] = i => [i("x").round()], ["log"] = i => [i("x").log()], ["log1p"] = i => [i("x").log1p()],
        ["log2"] = i => [i("x").log2()], ["log10"] = i => [i("x").log10()], ["sqrt"] = i => [i("x").sqrt()], ["rsqrt"] = i => [i("x").rsqrt()],
        ["gelu_tanh"] = i => [i("x").gelu(TorchSharp.Modules.GELU.Approximate.tanh)],
        ["add"] = i => [i("a") + i("b")], ["sub"] = i => [i("a") - i("b")], ["mul"] = i => [i("a") * i("b")], ["div"] = i => [i("a") / i("b")],
        ["pow"] = i => [i("a").pow(i("b"))], ["maximum"] = i => [maximum(i("a"), i("b"))], ["minimum"] = i => [minimum(i("a"), i("b"))],
        ["eq"] = i => [i("a") == i("b")], ["ne"] = i => [i("a") != i("b")], ["lt"] = i => [i("a") < i("b")], ["le"] = i => [i("a") <= i("b")],
        ["gt"] = i => [i("a") > i("b")], ["ge"] = i => [i("a") >= i("b")], ["remainder"] = i => [i("a") % i("b")],
        ["div_floor"] = i => [i("a").div(i("b"), RoundingMode.floor)], ["div_trunc"] = i => [i("a").div(i("b"), RoundingMode.trunc)],
        ["add_alpha"] = i => [i("a").add(i("b"), 0.3)], ["addcmul"] = i => [i("a").addcmul(i("b"), i("c"), 0.5)],
        ["addcdiv"] = i => [i("a").addcdiv(i("b"), i("c"), 0.5)], ["lerp"] = i => [i("a").lerp(i("b"), i("w"))],
        ["clamp"] = i => [i("x").clamp(-0.5, 1)], ["where"] = i => [where(i("a") > i("b"), i("a"), i("b"))],
        ["sum_dim"] = i => [i("x").sum([0, 2], keepdim: true)], ["mean_dim"] = i => [i("x").mean([1])], ["std"] = i => [i("x").std()],
        ["std_dim"] = i => [i("x").std([1], unbiased: false)], ["var_dim"] = i => [i("x").var([0, 2], true, true)],
        ["max_dim"] = i => Pair(i("x").max(1)), ["min_dim"] = i => Pair(i("x").min(1)), ["argmax"] = i => [i("x").argmax(1)],
        ["topk"] = i => Pair(i("x").topk(3, 1)), ["sort"] = i => Pair(i("x").sort(1, descending: true)), ["cumsum"] = i => [i("x").cumsum(1)],
        ["norm"] = i => [i("x").norm()], ["norm_1"] = i => [i("x").norm(1f)],
        ["permute"] = i => [i("x").permute(2, 0, 1)], ["flip"] = i => [i("x").flip(1)], ["roll"] = i => [i("x").roll([1, -1], [0, 1])],
        ["gather"] = i => [i("x").gather(1, i("i"))], ["scatter_add"] = i => [i("x").scatter_add(1, i("i"), i("s"))],
        ["index_select"] = i => [i("x").index_select(1, i("i"))],
        ["advanced_index"] = i => [i("x")[1.., TensorIndex.None, TensorIndex.Ellipsis, TensorIndex.Tensor(i("i"))]],
        ["slice_step"] = i => [i("x")[TensorIndex.Slice(step: 2), 1..^1]],
    };

    public static TheoryData<string> Names => [.. Operations.Keys];

    internal static IEnumerable<string> Checked => Operations.Keys;

    [Theory]
    [MemberData(nameof(Names))]
    public void Operation_gives_what_PyTorch_gives(string name) => Reference.Check(name, Operations[name]);

    [Fact]
    public void In_place_operations_change_the_tensor_and_return_it()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new float[] { 1, 2, 3 });
        Assert.Same(x, x.add_(1).mul_(2).sub_(tensor(new float[] { 0, 1, 2 })).div_(2).neg_().clamp_(-3, 0));
        Assert.Equal(new float[] { -2, -2.5f, -3 }, x.data<float>().ToArray());
        Assert.Equal(new float[] { 0, 0, 0 }, x.zero_().data<float>().ToArray());
        Assert.Equal(new float[] { 7, 7, 7 }, x.fill_(7).data<float>().ToArray());
    }

    [Fact]
    public void Whole_numbers_stay_whole()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new long[] { 1, 2, 3 });
        Assert.Equal(ScalarType.Int64, (x + 1).dtype);
        Assert.Equal(ScalarType.Float32, (x + 0.5).dtype);
        Assert.Equal(ScalarType.Float32, (x / 2).dtype);
        Assert.Equal(new long[] { 2, 4, 6 }, (x * 2L).data<long>().ToArray());
        Assert.Equal(new float[] { 9, 8, 7 }, (10 - x.to(float32)).data<float>().ToArray());
    }

    [Fact]
    public void Parts_can_be_replaced()
    {
        using var scope = NewDisposeScope();
        var x = zeros(3, 3);
        x[1] = ones(3);
        x[.., TensorIndex.Single(2)] = full(3, 5.0);
        x[x == 0] = tensor(-1.0f);
        Assert.Equal(new float[] { -1, -1, 5, 1, 1, 5, -1, -1, 5 }, x.data<float>().ToArray());
        Assert.Equal(5f, x[2, 2].item<float>());
    }

    [Fact]
    public void Tensors_join_and_part()
    {
        using var scope = NewDisposeScope();
        var a = arange(0, 6).reshape(2, 3);
        Assert.Equal(new long[] { 4, 3 }, cat([a, a]).shape);
        Assert.Equal(new long[] { 2, 2, 3 }, stack([a, a], 1).shape);
        var parts = a.split(2, 1);
        Assert.Equal(new long[] { 2, 1 }, parts.Select(part => part.shape[1]));
        Assert.Equal(new long[] { 3, 4, 5 }, a.unbind()[1].data<long>().ToArray());
        Assert.Equal(new long[] { 2, 1, 3, 1 }, a.unsqueeze(1).unsqueeze(-1).shape);
        Assert.Equal(new long[] { 0, 0, 1, 1 }, arange(0, 2).repeat_interleave(2).data<long>().ToArray());
    }

    [Fact]
    public void Factories_make_the_type_and_shape_asked_for()
    {
        using var scope = NewDisposeScope();
        Assert.Equal((ScalarType.Float32, 24), (zeros(2, 3, 4).dtype, zeros(2, 3, 4).numel()));
        Assert.Equal(ScalarType.Int64, arange(5).dtype);
        Assert.Equal(ScalarType.Float32, arange(0.0, 1.0, 0.25).dtype);
        Assert.Equal(ScalarType.Int64, full([2], 3).dtype);
        Assert.Equal(new float[] { 1, 0, 0, 1 }, eye(2).data<float>().ToArray());
        Assert.Equal(new float[] { 0, 0.5f, 1 }, linspace(0, 1, 3).data<float>().ToArray());
        Assert.Equal(new byte[] { 1, 2, 3, 4 }, from_array(new byte[,] { { 1, 2 }, { 3, 4 } }).data<byte>().ToArray());
        Assert.Equal(new long[] { 2, 2 }, tensor(new int[,] { { 1, 2 }, { 3, 4 } }).shape);
        Assert.Equal(ScalarType.Float64, tensor(new float[] { 1 }, dtype: float64).dtype);
        Assert.Equal(new long[] { 0, 1, 2, 3, 4 }, randperm(5).sort().Values.data<long>().ToArray());
        Assert.Throws<ArgumentException>(() => tensor(new float[] { 1, 2, 3 }, [2, 2]));
    }

    [Fact]
    public void Values_come_out_in_the_order_of_their_indices()
    {
        using var scope = NewDisposeScope();
        var x = arange(0, 6).reshape(2, 3).t();
        Assert.False(x.is_contiguous());
        Assert.Equal(new long[] { 0, 3, 1, 4, 2, 5 }, x.data<long>().ToArray());
        Assert.Equal(4, x.data<long>()[1, 1]);
        Assert.Equal(4, x.data<long>()[3]);
        Span<float> converted = stackalloc float[6];
        TensorCopyExtensions.CopyTo(x, converted);
        Assert.Equal(new float[] { 0, 3, 1, 4, 2, 5 }, converted.ToArray());
        x.CopyFrom<int>([6, 5, 4, 3, 2, 1]);
        Assert.Equal(new long[] { 6, 4, 2, 5, 3, 1 }, x.t().contiguous().data<long>().ToArray());
        Assert.Throws<ArgumentException>(() => x.data<float>());
        Assert.Throws<InvalidOperationException>(() => x.bytes.Length);
    }

    [Fact]
    public void A_buffer_shares_its_memory_and_is_released_once()
    {
        var array = new float[] { 1, 2, 3, 4 };
        using (var x = frombuffer(array, float32, 2, 1))
        {
            array[1] = 9;
            Assert.Equal(new float[] { 9, 3 }, x.data<float>().ToArray());
            x.mul_(2);
        }
        Assert.Equal(new float[] { 1, 18, 6, 4 }, array);
    }

    [Fact]
    public void The_same_seed_gives_the_same_numbers()
    {
        using var scope = NewDisposeScope();
        using var first = new Generator(7);
        using var second = new Generator();
        second.manual_seed(7);
        Assert.True(rand([8], generator: first).Equals(rand([8], generator: second)));
        var state = first.get_state();
        var next = randn([5], generator: first);
        first.set_state(state);
        Assert.True(next.Equals(randn([5], generator: first)));
        Assert.False(next.Equals(randn([5], generator: first)));
        Assert.True(randperm(20, generator: first.manual_seed(3)).Equals(randperm(20, generator: second.manual_seed(3))));
        Assert.Equal(3, second.initial_seed());
    }

    private static Tensor[] Pair((Tensor, Tensor) both) => [both.Item1, both.Item2];
}
