namespace CnnTools;

/// <summary>The rule that turns gradients into new weights.</summary>
public enum CnnOptimizer
{
    /// <summary>Adam (Kingma and Ba, 2015).</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, 2019).</summary>
    AdamW,

    /// <summary>Stochastic gradient descent, with Nesterov momentum where momentum is given.</summary>
    Sgd,
}
