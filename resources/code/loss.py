class SmoothLoss(nn.Module):
    """The mean of log(cosh(error)): squared for small errors, absolute for large ones."""

    def forward(self, input, target):
        error = input - target
        return (error + F.softplus(-2 * error) - 0.6931471805599453).mean()
