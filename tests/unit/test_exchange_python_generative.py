"""Python text becomes the graph: networks that generate and decide, as people write them, stay the same networks."""

from __future__ import annotations

import pytest

from tests.rewritten import same_network

VAE = """
import torch
from torch import nn
from torch.nn import functional as F


class VAE(nn.Module):
    def __init__(self, input_dim=784, hidden_dim=32, latent_dim=4):
        super(VAE, self).__init__()
        self.latent_dim = latent_dim

        # encoder
        self.encoder = nn.Sequential(
            nn.Linear(input_dim, hidden_dim),
            nn.LeakyReLU(0.2),
            nn.Linear(hidden_dim, hidden_dim // 2),
            nn.LeakyReLU(0.2),
        )
        self.mean_layer = nn.Linear(hidden_dim // 2, latent_dim)
        self.logvar_layer = nn.Linear(hidden_dim // 2, latent_dim)

        # decoder
        self.decoder = nn.Sequential(
            nn.Linear(latent_dim, hidden_dim // 2),
            nn.LeakyReLU(0.2),
            nn.Linear(hidden_dim // 2, hidden_dim),
            nn.LeakyReLU(0.2),
            nn.Linear(hidden_dim, input_dim),
            nn.Sigmoid(),
        )

    def encode(self, x):
        x = self.encoder(x)
        mean, logvar = self.mean_layer(x), self.logvar_layer(x)
        return mean, logvar

    def reparameterize(self, mu, logvar):
        if self.training:
            std = torch.exp(0.5 * logvar)
            eps = torch.randn_like(std)
            return mu + eps * std
        else:
            return mu

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        mean, logvar = self.encode(x.view(-1, 784))
        z = self.reparameterize(mean, logvar)
        return self.decode(z), mean, logvar
"""
CONV_VAE = """
import torch
import torch.nn as nn
import torch.nn.functional as F


class ConvVAE(nn.Module):
    '''Convolutional variational autoencoder.'''
    def __init__(self, in_channels=1, latent_dim=6, hidden_dims=None):
        super(ConvVAE, self).__init__()
        self.latent_dim = latent_dim
        modules = []
        if hidden_dims is None:
            hidden_dims = [4, 8]
        for h_dim in hidden_dims:
            modules.append(
                nn.Sequential(
                    nn.Conv2d(in_channels, out_channels=h_dim, kernel_size=3, stride=2, padding=1),
                    nn.BatchNorm2d(h_dim),
                    nn.LeakyReLU())
            )
            in_channels = h_dim
        self.encoder = nn.Sequential(*modules)
        self.fc_mu = nn.Linear(hidden_dims[-1] * 49, latent_dim)
        self.fc_var = nn.Linear(hidden_dims[-1] * 49, latent_dim)
        modules = []
        self.decoder_input = nn.Linear(latent_dim, hidden_dims[-1] * 49)
        hidden_dims = hidden_dims[::-1]
        for i in range(len(hidden_dims) - 1):
            modules.append(
                nn.Sequential(
                    nn.ConvTranspose2d(hidden_dims[i], hidden_dims[i + 1], kernel_size=3, stride=2,
                                       padding=1, output_padding=1),
                    nn.BatchNorm2d(hidden_dims[i + 1]),
                    nn.LeakyReLU())
            )
        self.decoder = nn.Sequential(*modules)
        self.final_layer = nn.Sequential(
            nn.ConvTranspose2d(hidden_dims[-1], hidden_dims[-1], kernel_size=3, stride=2,
                               padding=1, output_padding=1),
            nn.BatchNorm2d(hidden_dims[-1]),
            nn.LeakyReLU(),
            nn.Conv2d(hidden_dims[-1], out_channels=1, kernel_size=3, padding=1),
            nn.Tanh())
        self.last = hidden_dims[0]

    def encode(self, input):
        result = self.encoder(input)
        result = torch.flatten(result, start_dim=1)
        mu = self.fc_mu(result)
        log_var = self.fc_var(result)
        return [mu, log_var]

    def decode(self, z):
        result = self.decoder_input(z)
        result = result.view(-1, self.last, 7, 7)
        result = self.decoder(result)
        result = self.final_layer(result)
        return result

    def reparameterize(self, mu, logvar):
        std = torch.exp(0.5 * logvar)
        eps = torch.randn_like(std)
        return eps * std + mu

    def forward(self, input, **kwargs):
        mu, log_var = self.encode(input)
        z = self.reparameterize(mu, log_var)
        return [self.decode(z), input, mu, log_var]
"""
DCGAN_G = """
import torch
import torch.nn as nn

nz = 10
ngf = 4
nc = 3
ngpu = 1


class Generator(nn.Module):
    def __init__(self, ngpu):
        super(Generator, self).__init__()
        self.ngpu = ngpu
        self.main = nn.Sequential(
            # input is Z, going into a convolution
            nn.ConvTranspose2d( nz, ngf * 8, 4, 1, 0, bias=False),
            nn.BatchNorm2d(ngf * 8),
            nn.ReLU(True),
            # state size. ``(ngf*8) x 4 x 4``
            nn.ConvTranspose2d(ngf * 8, ngf * 4, 4, 2, 1, bias=False),
            nn.BatchNorm2d(ngf * 4),
            nn.ReLU(True),
            nn.ConvTranspose2d( ngf * 4, nc, 4, 2, 1, bias=False),
            nn.Tanh()
        )

    def forward(self, input):
        return self.main(input)


def weights_init(m):
    classname = m.__class__.__name__
    if classname.find('Conv') != -1:
        nn.init.normal_(m.weight.data, 0.0, 0.02)
    elif classname.find('BatchNorm') != -1:
        nn.init.normal_(m.weight.data, 1.0, 0.02)
        nn.init.constant_(m.bias.data, 0)


netG = Generator(ngpu).to("cpu")
netG.apply(weights_init)
"""
DCGAN_D = """
import torch
import torch.nn as nn

class Discriminator(nn.Module):
    def __init__(self, nc=3, ndf=4):
        super(Discriminator, self).__init__()

        def block(in_filters, out_filters, bn=True):
            block = [nn.Conv2d(in_filters, out_filters, 3, 2, 1), nn.LeakyReLU(0.2, inplace=True), nn.Dropout2d(0.25)]
            if bn:
                block.append(nn.BatchNorm2d(out_filters, 0.8))
            return block

        self.model = nn.Sequential(
            *block(nc, ndf, bn=False),
            *block(ndf, ndf * 2),
            *block(ndf * 2, ndf * 4),
        )

        # The height and width of downsampled image
        ds_size = 32 // 2 ** 3
        self.adv_layer = nn.Sequential(nn.Linear(ndf * 4 * ds_size ** 2, 1), nn.Sigmoid())

    def forward(self, img):
        out = self.model(img)
        out = out.view(out.shape[0], -1)
        validity = self.adv_layer(out)

        return validity
"""
GAN_G = """
import argparse
import numpy as np
import torch
import torch.nn as nn

parser = argparse.ArgumentParser()
parser.add_argument("--latent_dim", type=int, default=100, help="dimensionality of the latent space")
img_shape = (1, 28, 28)
latent_dim = 12


class Generator(nn.Module):
    def __init__(self):
        super(Generator, self).__init__()

        def block(in_feat, out_feat, normalize=True):
            layers = [nn.Linear(in_feat, out_feat)]
            if normalize:
                layers.append(nn.BatchNorm1d(out_feat, 0.8))
            layers.append(nn.LeakyReLU(0.2, inplace=True))
            return layers

        self.model = nn.Sequential(
            *block(latent_dim, 16, normalize=False),
            *block(16, 32),
            nn.Linear(32, int(np.prod(img_shape))),
            nn.Tanh()
        )

    def forward(self, z):
        img = self.model(z)
        img = img.view(img.size(0), *img_shape)
        return img
"""
DQN = """
import math
import random
from collections import namedtuple, deque
from itertools import count

import torch
import torch.nn as nn
import torch.optim as optim
import torch.nn.functional as F

Transition = namedtuple('Transition', ('state', 'action', 'next_state', 'reward'))


class ReplayMemory(object):

    def __init__(self, capacity):
        self.memory = deque([], maxlen=capacity)

    def push(self, *args):
        '''Save a transition'''
        self.memory.append(Transition(*args))

    def sample(self, batch_size):
        return random.sample(self.memory, batch_size)

    def __len__(self):
        return len(self.memory)


class DQN(nn.Module):

    def __init__(self, n_observations, n_actions):
        super(DQN, self).__init__()
        self.layer1 = nn.Linear(n_observations, 128)
        self.layer2 = nn.Linear(128, 128)
        self.layer3 = nn.Linear(128, n_actions)

    # Called with either one element to determine next action, or a batch
    # during optimization. Returns tensor([[left0exp,right0exp]...]).
    def forward(self, x):
        x = F.relu(self.layer1(x))
        x = F.relu(self.layer2(x))
        return self.layer3(x)


BATCH_SIZE = 128
n_actions = 2
n_observations = 4

policy_net = DQN(n_observations, n_actions)
target_net = DQN(n_observations, n_actions)
target_net.load_state_dict(policy_net.state_dict())

optimizer = optim.AdamW(policy_net.parameters(), lr=1e-4, amsgrad=True)
memory = ReplayMemory(10000)
"""
ACTOR_CRITIC = """
import torch
import torch.nn as nn
from torch.distributions import Categorical


class ActorCritic(nn.Module):
    def __init__(self, state_dim: int = 8, action_dim: int = 4, hidden: int = 16, activation: str = "tanh"):
        super().__init__()
        acts = {"tanh": nn.Tanh, "relu": nn.ReLU}
        act = acts[activation]
        self.shared = nn.Sequential(nn.Linear(state_dim, hidden), act(), nn.Linear(hidden, hidden), act())
        self.actor = nn.Linear(hidden, action_dim)
        self.critic = nn.Linear(hidden, 1)

    def forward(self, state: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        h = self.shared(state)
        return torch.softmax(self.actor(h), dim=-1), self.critic(h).squeeze(-1)

    def act(self, state):
        probs, _ = self(state)
        dist = Categorical(probs)
        action = dist.sample()
        return action.item(), dist.log_prob(action)
"""
MDN = """
import torch
import torch.nn as nn
from typing import NamedTuple, Tuple


class Out(NamedTuple):
    pi: torch.Tensor
    mu: torch.Tensor


class MDN(nn.Module):
    def __init__(self, n_hidden: int = 8, n_gaussians: int = 3):
        super().__init__()
        self.z_h = nn.Sequential(nn.Linear(1, n_hidden), nn.Tanh())
        self.z_pi = nn.Linear(n_hidden, n_gaussians)
        self.z_mu = nn.Linear(n_hidden, n_gaussians)
        self.z_sigma = nn.Linear(n_hidden, n_gaussians)

    def forward(self, x: torch.Tensor) -> Tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        z_h = self.z_h(x)
        pi = nn.functional.softmax(self.z_pi(z_h), -1)
        mu = self.z_mu(z_h)
        sigma = torch.exp(self.z_sigma(z_h))
        return pi, mu, sigma
"""
DEEPFM = """
import torch
from torch import nn


class FeaturesLinear(nn.Module):
    def __init__(self, field_dim, output_dim=1):
        super().__init__()
        self.fc = nn.Embedding(field_dim, output_dim)
        self.bias = nn.Parameter(torch.zeros((output_dim,)))

    def forward(self, x):
        return torch.sum(self.fc(x), dim=1) + self.bias


class FactorizationMachine(nn.Module):
    def __init__(self, reduce_sum=True):
        super().__init__()
        self.reduce_sum = reduce_sum

    def forward(self, x):
        square_of_sum = torch.sum(x, dim=1) ** 2
        sum_of_square = torch.sum(x ** 2, dim=1)
        ix = square_of_sum - sum_of_square
        if self.reduce_sum:
            ix = torch.sum(ix, dim=1, keepdim=True)
        return 0.5 * ix


class MultiLayerPerceptron(nn.Module):
    def __init__(self, input_dim, embed_dims, dropout, output_layer=True):
        super().__init__()
        layers = list()
        for embed_dim in embed_dims:
            layers.append(nn.Linear(input_dim, embed_dim))
            layers.append(nn.BatchNorm1d(embed_dim))
            layers.append(nn.ReLU())
            layers.append(nn.Dropout(p=dropout))
            input_dim = embed_dim
        if output_layer:
            layers.append(nn.Linear(input_dim, 1))
        self.mlp = nn.Sequential(*layers)

    def forward(self, x):
        return self.mlp(x)


class DeepFM(nn.Module):
    def __init__(self, field_dim=20, fields=10, embed_dim=4, mlp_dims=(8, 8), dropout=0.2):
        super().__init__()
        self.linear = FeaturesLinear(field_dim)
        self.fm = FactorizationMachine(reduce_sum=True)
        self.embedding = nn.Embedding(field_dim, embed_dim)
        self.embed_output_dim = fields * embed_dim
        self.mlp = MultiLayerPerceptron(self.embed_output_dim, mlp_dims, dropout)

    def forward(self, x):
        embed_x = self.embedding(x)
        x = self.linear(x) + self.fm(embed_x) + self.mlp(embed_x.view(-1, self.embed_output_dim))
        return torch.sigmoid(x.squeeze(1))
"""
QUICKSTART = """
import torch
from torch import nn
from torch.utils.data import DataLoader

device = (
    "cuda"
    if torch.cuda.is_available()
    else "mps"
    if torch.backends.mps.is_available()
    else "cpu"
)
print(f"Using {device} device")

# Define model
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(28*28, 32),
            nn.ReLU(),
            nn.Linear(32, 32),
            nn.ReLU(),
            nn.Linear(32, 10)
        )

    def forward(self, x):
        x = self.flatten(x)
        logits = self.linear_relu_stack(x)
        return logits

model = NeuralNetwork().to(device)
print(model)
"""
SEQ_OD = """
import torch.nn as nn
from collections import OrderedDict
model = nn.Sequential(OrderedDict([
          ('conv1', nn.Conv2d(1,20,5)),
          ('relu1', nn.ReLU()),
          ('conv2', nn.Conv2d(20,64,5)),
          ('relu2', nn.ReLU()),
          ('head', nn.Sequential(OrderedDict({
              'pool': nn.AdaptiveAvgPool2d(1), 'flat': nn.Flatten(), 'fc': nn.Linear(64, 3)
          }))),
        ]))
"""
PROPERTIES = """
import torch
from torch import nn


class Mixer(nn.Module):
    '''Properties, static methods, class constants and a helper with a default.'''

    SCALE = 0.5
    names = ("a", "b")

    def __init__(self, width: int = 6, *, depth: int = 2, act: nn.Module | None = None) -> None:
        super().__init__()
        self._width = width
        self.depth = depth
        self.act = act or nn.GELU()
        self.heads = nn.ModuleDict({name: nn.Linear(self.width, 3) for name in self.names})
        self.body = nn.ModuleList(nn.Linear(width, width) for _ in range(depth))

    @property
    def width(self) -> int:
        return self._width

    @property
    def last(self) -> nn.Linear:
        return self.body[-1]

    @staticmethod
    def mix(a: torch.Tensor, b: torch.Tensor, by: float = 0.25) -> torch.Tensor:
        return a * by + b * (1 - by)

    @classmethod
    def small(cls) -> "Mixer":
        return cls(4, depth=1)

    def forward(self, x: torch.Tensor) -> dict[str, torch.Tensor]:
        for layer in self.body[:-1]:
            x = self.act(layer(x))
        x = self.mix(x, self.last(x)) * self.SCALE
        return {name: head(x) for name, head in self.heads.items()}


model = Mixer()
"""
NAME_CLASH = """
import torch
from torch import nn
import torch.nn.functional as F


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.img = nn.Conv2d(3, 4, 3)
        self.relu = nn.Linear(4, 4)
        self.fc = nn.Linear(4, 2)

    def forward(self, img):
        fc = F.relu(self.img(img)).mean(dim=(2, 3))
        relu = F.relu(self.relu(fc))
        fc = self.fc(relu)
        return fc
"""
WHILE_IF = """
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(6, 6)

    def forward(self, x):
        x = self.fc(x)
        if x.sum() > 0:
            x = x * 2
        else:
            x = x - 1
        if x.max() > 3:
            x = x / 3
        while x.abs().sum() > 1:
            x = x / 2
        return x
"""
HOOKS_DEVICE = """
import torch
import torch.nn as nn
import torch.nn.functional as F


class Normalize(nn.Module):
    def __init__(self, mean=(0.5, 0.5, 0.5), std=(0.2, 0.2, 0.2)):
        super().__init__()
        self.register_buffer("mean", torch.tensor(mean).view(1, 3, 1, 1))
        self.register_buffer("std", torch.Tensor(std).view(1, 3, 1, 1), persistent=False)

    def forward(self, x):
        return (x - self.mean) / self.std


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = Normalize()
        self.conv = nn.Conv2d(3, 4, kernel_size=(3, 3), padding="same")
        self.temperature = nn.Parameter(torch.tensor(1.5))
        self.gamma = nn.Parameter(1e-2 * torch.ones(4, 1, 1), requires_grad=True)

    def forward(self, x):
        x = self.conv(self.norm(x))
        x = x * self.gamma + x
        return (x / self.temperature).amax(dim=(-2, -1))
"""
TCN = """
import torch
import torch.nn as nn


class Chomp1d(nn.Module):
    def __init__(self, chomp_size):
        super(Chomp1d, self).__init__()
        self.chomp_size = chomp_size

    def forward(self, x):
        return x[:, :, :-self.chomp_size].contiguous()


class TemporalBlock(nn.Module):
    def __init__(self, n_inputs, n_outputs, kernel_size, stride, dilation, padding, dropout=0.2):
        super(TemporalBlock, self).__init__()
        self.conv1 = nn.Conv1d(n_inputs, n_outputs, kernel_size, stride=stride, padding=padding, dilation=dilation)
        self.chomp1 = Chomp1d(padding)
        self.relu1 = nn.ReLU()
        self.dropout1 = nn.Dropout(dropout)

        self.conv2 = nn.Conv1d(n_outputs, n_outputs, kernel_size, stride=stride, padding=padding, dilation=dilation)
        self.chomp2 = Chomp1d(padding)
        self.relu2 = nn.ReLU()
        self.dropout2 = nn.Dropout(dropout)

        self.net = nn.Sequential(self.conv1, self.chomp1, self.relu1, self.dropout1,
                                 self.conv2, self.chomp2, self.relu2, self.dropout2)
        self.downsample = nn.Conv1d(n_inputs, n_outputs, 1) if n_inputs != n_outputs else None
        self.relu = nn.ReLU()
        self.init_weights()

    def init_weights(self):
        self.conv1.weight.data.normal_(0, 0.01)
        self.conv2.weight.data.normal_(0, 0.01)
        if self.downsample is not None:
            self.downsample.weight.data.normal_(0, 0.01)

    def forward(self, x):
        out = self.net(x)
        res = x if self.downsample is None else self.downsample(x)
        return self.relu(out + res)


class TemporalConvNet(nn.Module):
    def __init__(self, num_inputs, num_channels, kernel_size=2, dropout=0.2):
        super(TemporalConvNet, self).__init__()
        layers = []
        num_levels = len(num_channels)
        for i in range(num_levels):
            dilation_size = 2 ** i
            in_channels = num_inputs if i == 0 else num_channels[i-1]
            out_channels = num_channels[i]
            layers += [TemporalBlock(in_channels, out_channels, kernel_size, stride=1, dilation=dilation_size,
                                     padding=(kernel_size-1) * dilation_size, dropout=dropout)]

        self.network = nn.Sequential(*layers)

    def forward(self, x):
        return self.network(x)


class TCN(nn.Module):
    def __init__(self, input_size=3, output_size=2, num_channels=(4, 4, 6), kernel_size=3, dropout=0.1):
        super(TCN, self).__init__()
        self.tcn = TemporalConvNet(input_size, num_channels, kernel_size=kernel_size, dropout=dropout)
        self.linear = nn.Linear(num_channels[-1], output_size)

    def forward(self, inputs):
        '''Inputs have to have dimension (N, C_in, L_in)'''
        y1 = self.tcn(inputs)  # input should have dimension (N, C, L)
        return self.linear(y1[:, :, -1])
"""
CASES = {
    "conv_vae": (CONV_VAE, "ConvVAE()"),
    "dcgan_g": (DCGAN_G, "netG"),
    "dcgan_d": (DCGAN_D, "Discriminator()"),
    "gan_g": (GAN_G, "Generator()"),
    "dqn": (DQN, "policy_net"),
    "actor_critic": (ACTOR_CRITIC, "ActorCritic()"),
    "mdn": (MDN, "MDN()"),
    "deepfm": (DEEPFM, "DeepFM()"),
    "quickstart": (QUICKSTART, "model"),
    "seq_od": (SEQ_OD, "model"),
    "properties": (PROPERTIES, "model"),
    "name_clash": (NAME_CLASH, "Net()"),
    "while_if": (WHILE_IF, "Net()"),
    "hooks_device": (HOOKS_DEVICE, "Net()"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_file_as_people_write_it_is_the_network(name: str) -> None:
    same_network(*CASES[name])


def test_what_asks_whether_the_network_trains_is_a_node_of_code_and_the_rest_a_graph() -> None:
    project = same_network(VAE, "VAE()", code=["reparameterize"])
    assert "Line 38: this depends on what is known only when it runs" in str(project.import_report)
    assert [node.name for node in project.main.nodes.values() if node.code_id] == ["reparameterize"]


def test_a_layer_under_two_names_is_in_the_graph_under_one() -> None:
    inner = [
        f"tcn.network.{place}.conv{number}.{key}"
        for place in range(3)
        for number in (1, 2)
        for key in ("weight", "bias")
    ]
    project = same_network(TCN, "TCN()", twice=inner)
    told = "self.conv1 is in self.net too, and only there in the graph and in its state_dict."
    assert told in str(project.import_report)
