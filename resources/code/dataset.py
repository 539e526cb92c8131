from torch.utils.data import Dataset


class CustomDataset(Dataset):
    """Points of a plane, and whether each lies inside the unit circle."""

    def __init__(self, rows: int = 1000, seed: int = 0):
        generator = torch.Generator().manual_seed(seed)
        self.points = 2 * torch.rand(rows, 2, generator=generator) - 1
        self.labels = (self.points.norm(dim=1) < 1).long()

    def __len__(self):
        return len(self.points)

    def __getitem__(self, index):
        features = self.points[index]
        label = self.labels[index]
        return features, label
