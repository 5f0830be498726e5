using CnnTools.Core.ModelFiles;
using CnnTools.Engine.Modules;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CnnTools.Engine.Torch;

/// <summary>
/// An optimizer that changes all parameters in one native call. TorchSharp's own loop over the parameters in C#, with eight to ten small operators each;
/// PyTorch's <c>fused=True</c> operators
/// read and write each value once. They treat a tensor as a run of memory, so a parameter, its gradient and its state must have one layout: autograd lays a
/// gradient out as its parameter.
/// </summary>
internal abstract class FusedOptimizer : IDisposable
{
    private bool _isLayoutChecked;

    protected FusedOptimizer(IEnumerable<Parameter> parameters, double learningRate, double weightDecay)
    {
        Parameters = [.. parameters];
        (LearningRate, WeightDecay) = (learningRate, weightDecay);
    }

    /// <summary>The learning rate of the next step.</summary>
    public double LearningRate { get; set; }

    /// <summary>What is changed, in the order of the model.</summary>
    protected Parameter[] Parameters { get; }

    protected double WeightDecay { get; }

    /// <summary>Forgets all gradients, so that the next backward pass writes new ones instead of adding to them.</summary>
    public void ZeroGrad()
    {
        foreach (Parameter parameter in Parameters) parameter.grad = null;
    }

    /// <summary>Changes all parameters by their gradients.</summary>
    public void Step()
    {
        using IDisposable noGradient = no_grad();
        Tensor[] gradients = Array.ConvertAll(Parameters, static parameter => parameter.grad ?? throw new InvalidOperationException($"Parameter of shape [{string.Join(", ", parameter.shape)}] has no gradient."));
        try
        {
            if (!_isLayoutChecked) CheckLayout(gradients);
            Step(gradients);
        }
        finally
        {
            foreach (Tensor gradient in gradients) gradient.Dispose();
        }
    }

    /// <summary>What the optimizer remembers of each parameter: names as <c>3/exp_avg</c>, the number being the parameter's.</summary>
    public abstract IEnumerable<SafeTensorsWriter.Entry> SaveState();

    /// <summary>Takes over what an optimizer of the same kind and the same parameters remembered.</summary>
    public abstract void LoadState(IReadOnlyDictionary<string, SafeTensorsWriter.Entry> saved);

    /// <inheritdoc/>
    public abstract void Dispose();

    protected abstract void Step(Tensor[] gradients);

    /// <summary>A tensor of zeros, laid out as each parameter.</summary>
    protected Tensor[] ZerosLikeParameters()
    {
        using IDisposable noGradient = no_grad();
        return Array.ConvertAll(Parameters, static parameter => zeros_like(parameter).DetachFromDisposeScope());
    }

    /// <summary>Copies a saved tensor into one that has its layout.</summary>
    protected static void Load(Tensor target, SafeTensorsWriter.Entry saved)
    {
        using IDisposable noGradient = no_grad();
        using Tensor values = TensorBytes.ToTensor(saved);
        target.copy_(values);
    }

    private void CheckLayout(Tensor[] gradients)
    {
        for (int i = 0; i < gradients.Length; i++)
            if (!HasSameLayout(gradients[i], Parameters[i]))
                throw new InvalidOperationException($"Gradient {i} has strides [{string.Join(", ", gradients[i].stride())}]; its parameter has [{string.Join(", ", Parameters[i].stride())}].");
        _isLayoutChecked = true;
    }

    // The stride of an axis of length 1 says nothing.
    private static bool HasSameLayout(Tensor gradient, Tensor parameter)
    {
        long[] shape = parameter.shape, ours = parameter.stride(), theirs = gradient.stride();
        return Enumerable.Range(0, shape.Length).All(axis => shape[axis] == 1 || ours[axis] == theirs[axis]);
    }
}
